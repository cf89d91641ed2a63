package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/dlclark/regexp2/v2"

	"dff/bindings"
	"dff/sandbox"
	"dff/scripts"
)

// A program that imports this package can be started again as a worker process, whatever its main does: this runs first.
func init() {
	if sandbox.IsWorker() {
		sandbox.ServeWorker(work)
	}
}

// regexpGrace is how long past a run's deadline a regular expression may go on. When its time is over it answers "no
// match", so that must come after the run has ended.
const regexpGrace = 50 * time.Millisecond

// work serves the runs of one worker process.
func work(w *sandbox.Worker) error {
	var cache programs
	for {
		typ, payload, err := w.Recv()
		if err != nil {
			return err
		}
		if typ != frameRun {
			return fmt.Errorf("the host sent a frame of type %d in place of a run", typ)
		}
		order, err := decodeWorkOrder(payload)
		if err != nil {
			return err
		}
		a, err := serveOrder(w, order, &cache)
		if err != nil {
			return err
		}
		if err := w.Send(frameResult, a.append(nil)); err != nil {
			return err
		}
	}
}

// serveOrder carries out one run. An error means that the host is gone.
func serveOrder(w *sandbox.Worker, o workOrder, cache *programs) (answer, error) {
	regexp2.DefaultMatchTimeout = o.limits.Timeout + regexpGrace
	cause := error(context.DeadlineExceeded)
	if !o.callersDeadline {
		cause = timeLimit(o.limits.Timeout)
	}
	ctx, cancelTimeout := context.WithTimeoutCause(context.Background(), o.left, cause)
	defer cancelTimeout()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop := w.Guard(o.limits.Memory, func() {
		cancel(&sandbox.LimitError{Outcome: sandbox.Memory, Limit: sandbox.FormatSize(o.limits.Memory)})
	})
	defer stop()
	g := &guest{w: w, ctx: ctx, cache: cache, entry: o.entry}
	j := job{script: o.script, function: o.function, args: o.args, list: o.list, check: o.check, limits: o.limits, modules: g, programs: cache,
		backend: g, objects: o.objects, callObject: g.callObject, log: g.log}
	r := newRun(ctx, j)
	defer context.AfterFunc(ctx, r.interrupt)()
	r.do()
	return r.answer, g.lost
}

// guest is the worker's side of one run: what a run needs of its host, over the pipe. It belongs to the run's goroutine.
type guest struct {
	w      *sandbox.Worker
	ctx    context.Context
	cache  *programs
	entry  fileRef
	buffer []byte
	lost   error // the host is gone
}

// ask sends a question and returns the answer, valid until the next one.
func (g *guest) ask(typ byte, payload []byte) ([]byte, error) {
	err := g.tell(typ, payload)
	if err != nil {
		return nil, err
	}
	got, reply, err := g.w.Recv()
	if err == nil && got != typ {
		err = fmt.Errorf("the host answered %d to %d", got, typ)
	}
	if err != nil {
		g.lost = err
		return nil, err
	}
	return reply, nil
}

func (g *guest) tell(typ byte, payload []byte) error {
	if g.lost != nil {
		return g.lost
	}
	if err := g.w.Send(typ, payload); err != nil {
		if !errors.Is(err, sandbox.ErrFrame) { // a payload that is too large spoils nothing
			g.lost = err
		}
		return err
	}
	return nil
}

// Script returns the entry: no other script is asked for by name.
func (g *guest) Script(string) (*scripts.File, error) { return g.fetch(g.entry) }

// Resolve asks the host for a module.
func (g *guest) Resolve(from *scripts.File, spec string) (*scripts.File, error) {
	g.buffer = sandbox.AppendString(sandbox.AppendString(g.buffer[:0], from.Path), spec)
	reply, err := g.ask(frameResolve, g.buffer)
	if err != nil {
		return nil, err
	}
	status, rest := reply[0], reply[1:]
	if status != statusOK {
		return nil, errors.New(string(rest))
	}
	d := sandbox.NewDecoder(rest)
	ref := decodeRef(d)
	if err := d.Done(); err != nil {
		return nil, err
	}
	return g.fetch(ref)
}

// fetch returns a file, from the cache if it is there.
func (g *guest) fetch(ref fileRef) (*scripts.File, error) {
	if f := g.cache.file(ref.path, ref.hash); f != nil {
		return f, nil
	}
	g.buffer = sandbox.AppendString(sandbox.AppendString(g.buffer[:0], ref.path), ref.hash)
	source, err := g.ask(frameSource, g.buffer)
	if err != nil {
		return nil, err
	}
	return &scripts.File{Name: ref.name, Path: ref.path, Hash: ref.hash, Source: append([]byte(nil), source...)}, nil
}

// Do forwards a cache call.
func (g *guest) Do(ctx context.Context, q *bindings.Request) (bindings.Reply, error) {
	g.buffer = bindings.AppendRequest(g.buffer[:0], q)
	answer, err := g.askCache(frameCache)
	if err != nil {
		return bindings.Reply{}, err
	}
	reply, err := bindings.DecodeReply(answer)
	if err != nil || !q.Method.Blocks || reply.Kind == bindings.ReplyNull {
		return reply, err
	}
	if ctx.Err() != nil {
		return bindings.Reply{}, context.Cause(ctx) // not taken: the host puts it back
	}
	if err := g.tell(frameTaken, nil); err != nil {
		return bindings.Reply{}, err
	}
	return reply.OnGiveBack(func() { _ = g.tell(frameGiveBack, nil) }), nil
}

// DoBatch forwards a pipeline.
func (g *guest) DoBatch(_ context.Context, b *bindings.Batch) ([]bindings.Result, error) {
	g.buffer = bindings.AppendBatch(g.buffer[:0], b)
	answer, err := g.askCache(frameBatch)
	if err != nil {
		return nil, err
	}
	return bindings.DecodeResults(answer)
}

// askCache asks what is in the buffer, and returns the answer of the cache or the error that it is.
func (g *guest) askCache(typ byte) ([]byte, error) {
	answer, err := g.ask(typ, g.buffer)
	if err != nil {
		return nil, err
	}
	status, rest := answer[0], answer[1:]
	switch status {
	case statusFailed:
		cacheErr, err := bindings.DecodeCacheError(rest)
		if err != nil {
			return nil, err
		}
		return nil, cacheErr
	case statusEnded:
		return nil, decodeCause(sandbox.NewDecoder(rest))
	}
	return rest, nil
}

// callObject forwards a call of an embedder's function.
func (g *guest) callObject(_ context.Context, object, function string, call bindings.FunctionCall) (json.RawMessage, error) {
	b := sandbox.AppendString(sandbox.AppendString(sandbox.AppendString(g.buffer[:0], object), function), call.Script)
	args := make([]string, len(call.Args))
	for i, a := range call.Args {
		args[i] = string(a)
	}
	g.buffer = sandbox.AppendStrings(b, args)
	answer, err := g.ask(frameObject, g.buffer)
	if err != nil {
		return nil, err
	}
	status, rest := answer[0], answer[1:]
	switch status {
	case statusFailed:
		return nil, errors.New(string(rest))
	case statusEnded:
		return nil, &bindings.RunEnded{Cause: decodeCause(sandbox.NewDecoder(rest))}
	}
	return append(json.RawMessage(nil), rest...), nil
}

// log sends a console message on.
func (g *guest) log(entry LogEntry) {
	g.buffer = sandbox.AppendString(sandbox.AppendString(g.buffer[:0], entry.Level), entry.Message)
	_ = g.tell(frameLog, g.buffer)
}
