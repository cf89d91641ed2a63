package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dff/bindings"
	"dff/sandbox"
	"dff/scripts"
)

// maxLogLevel bounds what a worker may call a console level.
const maxLogLevel = 16

// outProcess carries out a job in a worker process. Nothing that the worker sends is trusted: whatever it asks for is
// checked again here, and what it may not do ends it.
func (e *Engine) outProcess(ctx context.Context, cancel context.CancelCauseFunc, j job) answer {
	entry, err := j.modules.Script(j.script)
	if err != nil {
		return answer{err: scriptError(j.script, err)}
	}
	start := time.Now()
	lease, err := e.pool.Acquire(ctx, j.script)
	waited := time.Since(start)
	if err != nil {
		return answer{err: notAcquired(ctx, err), waited: waited}
	}
	bounded, callersDeadline := withLimit(ctx, cancel, j.limits.Timeout)
	defer bounded.stop()
	lease.Start(bounded, j.limits.Memory)
	h := &host{job: j, ctx: bounded, lease: lease, files: map[string]*scripts.File{entry.Path: entry}}
	a, healthy := h.serve(entry, callersDeadline)
	lease.Release(healthy)
	a.version, a.waited = h.version(), waited
	return a
}

// notAcquired explains why a run got no worker.
func notAcquired(ctx context.Context, err error) *Failure {
	switch {
	case ctx.Err() != nil:
		return endOf(context.Cause(ctx))
	case errors.Is(err, sandbox.ErrPoolClosed):
		return endOf(ErrShutdown)
	}
	return &Failure{Outcome: sandbox.Busy, Message: err.Error(), Err: err}
}

// host is the host's side of one run in a worker.
type host struct {
	job
	ctx    context.Context // ends with the run's time, or its caller
	lease  *sandbox.Lease
	files  map[string]*scripts.File // what the run has been given, by path
	logged int64

	request bindings.Request // used again for each call
	buffer  []byte           // the same, for what is sent
	taken   bool             // the worker has confirmed pop
	pop     *bindings.Reply  // a blocking pop whose element may still have to go back
}

// serve hands out the work and answers the worker's questions until it sends its result. healthy says whether the worker
// can be used again.
func (h *host) serve(entry *scripts.File, callersDeadline bool) (a answer, healthy bool) {
	deadline, _ := h.ctx.Deadline()
	order := workOrder{script: h.script, function: h.function, args: h.args, list: h.list, check: h.check, limits: h.limits, left: time.Until(deadline),
		callersDeadline: callersDeadline, entry: refOf(entry), objects: h.objects}
	h.buffer = order.append(h.buffer[:0])
	defer h.settle(false)
	if err := h.lease.Send(frameRun, h.buffer); err != nil {
		return h.lost(err), false
	}
	for {
		typ, payload, err := h.lease.Recv()
		if err != nil {
			return h.lost(err), false
		}
		if typ != frameTaken {
			h.settle(typ != frameGiveBack && h.taken)
		}
		if typ == frameResult {
			return h.result(payload)
		}
		if err := h.answer(typ, payload); err != nil {
			return h.lost(err), false
		}
	}
}

// settle decides what becomes of the last blocking pop's element: the worker has it, or it goes back.
func (h *host) settle(delivered bool) {
	if h.pop != nil && !delivered {
		h.pop.GiveBack()
	}
	h.pop, h.taken = nil, false
}

// answer deals with one frame of the worker. An error ends the run and the worker.
func (h *host) answer(typ byte, payload []byte) error {
	if h.check && typ != frameSource {
		return h.lease.Fail("more than a source, to compile it")
	}
	d := sandbox.NewDecoder(payload)
	switch typ {
	case frameCache:
		return h.cache(payload)
	case frameBatch:
		return h.batch(payload)
	case frameTaken:
		h.taken = true
		return d.Done()
	case frameGiveBack:
		return d.Done()
	case frameLog:
		level, message := d.String(), d.String()
		if err := d.Done(); err != nil || len(level) > maxLogLevel {
			return h.lease.Fail("a console message that is none")
		}
		if h.logged += entryCost(message); h.logged > h.limits.LogBytes {
			return endOf(&sandbox.LimitError{Outcome: sandbox.Log, Limit: sandbox.FormatSize(h.limits.LogBytes)})
		}
		h.log(LogEntry{Time: time.Now(), Level: strings.Clone(level), Message: message})
		return nil
	case frameSource:
		f := h.files[d.String()]
		hash := d.String()
		if d.Done() != nil || f == nil || f.Hash != hash {
			return h.lease.Fail("a request for a file that it was not given")
		}
		return h.lease.Send(frameSource, f.Source)
	case frameResolve:
		from := h.files[d.String()]
		spec := d.String()
		if d.Done() != nil || from == nil {
			return h.lease.Fail("an import from a file that it was not given")
		}
		f, err := h.modules.Resolve(from, spec)
		if err != nil {
			return h.lease.Send(frameResolve, []byte{statusFailed}, []byte(err.Error()))
		}
		h.files[f.Path] = f
		h.buffer = refOf(f).append(append(h.buffer[:0], statusOK))
		return h.lease.Send(frameResolve, h.buffer)
	case frameObject:
		return h.object(d)
	}
	return h.lease.Fail(fmt.Sprintf("a frame of type %d", typ))
}

// cache carries out one call of DFF.CACHE.
func (h *host) cache(payload []byte) error {
	q := &h.request
	if err := bindings.DecodeRequest(payload, q); err != nil {
		return h.lease.Fail(err.Error())
	}
	if !h.speaksFor(q.Script) {
		return h.lease.Fail(fmt.Sprintf("a call in the name of %q, which it does not run", q.Script))
	}
	ctx := h.ctx
	if q.Method.Blocks {
		// A worker that dies while it waits must not leave its wait behind.
		waiting, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		done := make(chan struct{})
		defer close(done)
		go func() {
			select {
			case <-h.lease.Exited():
				cancel(errWorkerGone)
			case <-done:
			}
		}()
		ctx = waiting
	}
	reply, err := h.backend.Do(ctx, q)
	if err == nil && h.ctx.Err() != nil {
		reply.GiveBack()
		err = context.Cause(h.ctx)
	}
	if err == nil {
		h.buffer = bindings.AppendReply(append(h.buffer[:0], statusOK), &reply)
		if reply.CanGiveBack() {
			h.pop = &reply
		}
	}
	return h.replied(frameCache, err)
}

// batch carries out one pipeline.
func (h *host) batch(payload []byte) error {
	b, err := bindings.DecodeBatch(payload)
	if err != nil {
		return h.lease.Fail(err.Error())
	}
	for i := range b.Calls {
		if script := b.Calls[i].Script; !h.speaksFor(script) {
			return h.lease.Fail(fmt.Sprintf("a call in the name of %q, which it does not run", script))
		}
	}
	results, err := h.backend.DoBatch(h.ctx, b)
	if err == nil && h.ctx.Err() != nil {
		err = context.Cause(h.ctx)
	}
	if err == nil {
		h.buffer = bindings.AppendResults(append(h.buffer[:0], statusOK), results)
	}
	return h.replied(frameBatch, err)
}

// replied answers a cache call: with what is in the buffer, or why there is nothing.
func (h *host) replied(typ byte, err error) error {
	if cacheErr, ok := errors.AsType[*bindings.CacheError](err); ok {
		h.buffer = bindings.AppendCacheError(append(h.buffer[:0], statusFailed), cacheErr)
	} else if err != nil {
		h.buffer = appendCause(append(h.buffer[:0], statusEnded), err)
	}
	err = h.lease.Send(typ, h.buffer)
	if cap(h.buffer) > maxKeptBuffer {
		h.buffer = nil
	}
	if errors.Is(err, sandbox.ErrFrame) {
		return endOf(&sandbox.LimitError{Outcome: sandbox.Cache, Limit: sandbox.FormatSize(h.limits.CacheBytes)})
	}
	return err
}

// maxKeptBuffer is the size up to which a run's buffer is used again, in bytes.
const maxKeptBuffer = 1 << 20

var errWorkerGone = errors.New("the worker is gone")

// speaksFor reports whether the run has loaded code of that script.
func (h *host) speaksFor(script string) bool {
	if script == h.script {
		return true
	}
	for _, f := range h.files {
		if f.Name == script {
			return true
		}
	}
	return false
}

// object carries out one call of an embedder's function.
func (h *host) object(d *sandbox.Decoder) error {
	object, function, script, args := d.String(), d.String(), d.String(), d.Strings()
	if d.Done() != nil || !h.speaksFor(script) {
		return h.lease.Fail("a call of a function that makes no sense")
	}
	call := bindings.FunctionCall{Script: script, Args: make([]json.RawMessage, len(args))}
	for i, a := range args {
		if !json.Valid([]byte(a)) {
			return h.lease.Fail("an argument that is no JSON")
		}
		call.Args[i] = json.RawMessage(a)
	}
	value, err := bindings.CallObject(h.ctx, h.objects, object, function, call)
	if h.ctx.Err() != nil { // whatever the function has made of that, the script is not to catch it
		return h.lease.Send(frameObject, appendCause([]byte{statusEnded}, context.Cause(h.ctx)))
	}
	if err != nil {
		return h.lease.Send(frameObject, []byte{statusFailed}, []byte(err.Error()))
	}
	return h.lease.Send(frameObject, []byte{statusOK}, value)
}

// result reads the worker's answer.
func (h *host) result(payload []byte) (answer, bool) {
	a, err := decodeAnswer(payload)
	if err != nil {
		return h.lost(h.lease.Fail("a result that is none")), false
	}
	switch err := a.err.(type) {
	case nil:
		if int64(len(a.value)) > h.limits.ResultBytes || a.value != nil && !json.Valid(a.value) {
			return h.lost(h.lease.Fail("a result that is no JSON, or too large")), false
		}
		return a, true
	case *NotFoundError:
		err.Script, err.Functions = h.script, keepFunctions(err.Functions)
		return a, true
	case *Failure:
		if err.Outcome == sandbox.OK || err.Outcome == sandbox.Busy || !slices.Contains(sandbox.Outcomes[:], err.Outcome) {
			return h.lost(h.lease.Fail("a result with a wrong outcome")), false
		}
		err.clip()
		if cause := context.Cause(h.ctx); cause != nil && err.Outcome == sandbox.Canceled {
			err.Err = cause
		}
		// A VM that was stopped in the middle may have left a goroutine or much memory behind.
		return a, err.Outcome == sandbox.Error || err.Outcome == sandbox.Log
	}
	return a, true
}

// lost says how a run ended whose worker did not live to say so.
func (h *host) lost(err error) answer {
	var known *Failure
	if errors.As(err, &known) {
		return answer{err: known}
	}
	var death *sandbox.Death
	if !errors.As(err, &death) {
		return answer{err: &Failure{Outcome: sandbox.Crashed, Message: err.Error(), Err: err}}
	}
	f := &Failure{Outcome: death.Outcome, Message: "the worker process " + death.Reason, Err: death}
	var limit *sandbox.LimitError
	switch death.Outcome {
	case sandbox.Memory:
		limit = &sandbox.LimitError{Outcome: sandbox.Memory, Limit: sandbox.FormatSize(h.limits.Memory)}
	case sandbox.Timeout, sandbox.Canceled:
		if cause := context.Cause(h.ctx); cause != nil {
			return answer{err: endOf(cause)}
		}
	case sandbox.Stack:
		f.Message = "calls inside native functions (flat, toString, JSON.parse and the like) were nested deeper than a worker's stack allows"
	}
	if limit != nil {
		f = endOf(limit)
	}
	return answer{err: f}
}

// version covers every file that the run has been given.
func (h *host) version() string {
	return versionOf(h.files, func(f *scripts.File) *scripts.File { return f })
}
