package runtime

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"dff/bindings"
	"dff/sandbox"
	"dff/scripts"
)

// ErrShutdown is the cause of a run that the engine's Shutdown ended or refused.
var ErrShutdown = errors.New("the engine is shutting down")

// ErrStuck is what Shutdown returns when a run in this process hangs in a native function, or in a call of a cache that does not
// answer, which nothing can stop: its goroutine ends when that does.
var ErrStuck = errors.New("a run hangs in a native function or a cache call, and cannot be stopped in this process")

// stopGrace is how long an in-process run that has been interrupted may take to stop before Run returns without it.
const stopGrace = 100 * time.Millisecond

// Engine runs scripts. Make one with New; it is safe for concurrent use.
type Engine struct {
	limits   sandbox.Limits
	scripts  func() *scripts.Set
	backend  bindings.Backend
	owned    *bindings.Redis // the embedded store, when this engine made it
	objects  []bindings.Object
	programs programs
	pool     *sandbox.Pool // nil: runs are carried out in this process
	carryOut carrier

	mu      sync.Mutex
	closed  bool
	running map[*runHandle]struct{}
	active  sync.WaitGroup // runs in flight, and the goroutines that carry out those of this process
	closing chan struct{}  // closed by the first Shutdown
	idle    chan *run      // to the goroutines that are parked until the next one
	parked  atomic.Int32   // how many those are
}

// runHandle is what Shutdown needs of a run in flight.
type runHandle struct{ cancel context.CancelCauseFunc }

// carrier is a way to carry out a job until ctx ends, which cancel ends too.
type carrier func(ctx context.Context, cancel context.CancelCauseFunc, j job) answer

// New returns an Engine with the given options. It reads no script yet; the script directory must exist.
func New(o Options) (*Engine, error) {
	e := &Engine{limits: o.Limits.OrDefault(), scripts: o.Scripts, backend: o.Backend, objects: o.Bindings,
		running: make(map[*runHandle]struct{}), closing: make(chan struct{}), idle: make(chan *run)}
	if e.limits.Timeout > sandbox.MaxTimeout {
		return nil, fmt.Errorf("a time limit of %v is longer than the most that can be set, %v", e.limits.Timeout, sandbox.MaxTimeout)
	}
	if err := bindings.CheckObjects(o.Bindings); err != nil {
		return nil, err
	}
	if e.scripts == nil {
		dir := o.Dir
		if dir == "" {
			dir = "."
		}
		set, err := scripts.Open(dir)
		if err != nil {
			return nil, err
		}
		e.scripts = func() *scripts.Set { return set }
	}
	switch o.Isolation {
	case "", InProcess:
		e.carryOut = e.inProcess
	case OutProcess:
		workers := o.Workers
		workers.Memory = e.limits.Memory
		pool, err := sandbox.NewPool(workers)
		if err != nil {
			return nil, err
		}
		e.pool, e.carryOut = pool, e.outProcess
	default:
		return nil, fmt.Errorf("no isolation %q: there are %q and %q", o.Isolation, OutProcess, InProcess)
	}
	// The workers start meanwhile.
	if err := e.connect(o); err != nil {
		return nil, errors.Join(err, e.release(context.Background()))
	}
	return e, nil
}

// connect sets the backend.
func (e *Engine) connect(o Options) (err error) {
	switch {
	case o.Connect != nil:
		e.backend, err = o.Connect()
	case e.backend == nil:
		e.owned, err = bindings.Connect(context.Background(), bindings.RedisOptions{})
		if err != nil {
			return fmt.Errorf("starting the embedded store: %w", err)
		}
		e.backend = e.owned
	}
	e.backend = bindings.WithPolicy(e.backend, o.Policy)
	return err
}

// release ends the workers, and closes the embedded store if this engine made it.
func (e *Engine) release(ctx context.Context) error {
	var errs []error
	if e.pool != nil {
		errs = append(errs, e.pool.Close(ctx))
	}
	if e.owned != nil {
		errs = append(errs, e.owned.Close())
	}
	return errors.Join(errs...)
}

// Run carries out one call and returns its result. A run that did not end with sandbox.OK is reported as a *Failure,
// beside a Result with what is known of it (logs, version, elapsed); a script or function that does not exist as a
// *NotFoundError. When ctx ends, the run ends.
//
// In this process a run can be interrupted only between two steps of the interpreter. One that hangs inside a native
// function is given up: Run returns, and its goroutine ends when the native function does (until then Shutdown reports ErrStuck).
func (e *Engine) Run(ctx context.Context, c Call) (*Result, error) {
	args, err := encodeArgs(c.Args)
	if err != nil {
		return nil, err
	}
	limits := e.limits
	if c.Timeout > 0 {
		limits.Timeout = min(limits.Timeout, c.Timeout)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	own := &struct {
		handle runHandle
		logs   logSink
		meter  meter
	}{runHandle{cancel}, logSink{to: c.Log}, meter{backend: e.backend, limits: limits}}
	if !e.begin(&own.handle) {
		return &Result{Outcome: sandbox.Canceled}, &Failure{Outcome: sandbox.Canceled, Message: ErrShutdown.Error(), Err: ErrShutdown}
	}
	defer e.end(&own.handle)

	start := time.Now()
	j := job{script: c.Script, function: c.Func, args: args, list: c.Functions, limits: limits, modules: e.scripts(), programs: &e.programs,
		backend: &own.meter, objects: e.objects, log: own.logs.add}
	a := e.carryOut(ctx, cancel, j)
	result := &Result{Value: a.value, Logs: own.logs.take(), Outcome: sandbox.OK, Version: a.version, Functions: a.functions, Elapsed: time.Since(start), Waited: a.waited}
	if failure, ok := errors.AsType[*Failure](a.err); ok {
		result.Outcome = failure.Outcome
	} else if _, missing := errors.AsType[*NotFoundError](a.err); missing {
		result.Outcome = sandbox.Error
	}
	return result, a.err
}

// inProcess carries out a job in a goroutine of this process, and gives it up when it does not stop after ctx has ended.
func (e *Engine) inProcess(ctx context.Context, cancel context.CancelCauseFunc, j job) answer {
	bounded, _ := withLimit(ctx, cancel, j.limits.Timeout)
	defer bounded.stop()
	r := newRun(bounded, j)
	e.spawn(r)
	select {
	case <-r.done:
		return r.answer
	case <-ctx.Done():
	}
	e.active.Go(r.interrupt)
	grace := time.NewTimer(stopGrace)
	defer grace.Stop()
	select {
	case <-r.done:
		return r.answer
	case <-grace.C:
		return answer{err: endOf(context.Cause(ctx))}
	}
}

// maxParked is how many idle goroutines wait for the next run.
const maxParked = 64

// spawn carries out r, in a goroutine that has run scripts before if one is idle: its stack has grown already.
func (e *Engine) spawn(r *run) {
	select {
	case e.idle <- r:
	default:
		e.active.Go(func() {
			for r != nil {
				r.do()
				r = nil
				if e.parked.Add(1) <= maxParked {
					select {
					case r = <-e.idle:
					case <-e.closing:
					}
				}
				e.parked.Add(-1)
			}
		})
	}
}

// bounded is the context of a run that has started: that of its call, which ends at the time limit, too. A context of its own
// beneath that would be half a dozen allocations more for each run.
type bounded struct {
	context.Context
	deadline time.Time
	timer    *time.Timer
}

// withLimit returns the context of a run that starts now, ended by its limit through cancel, and says whether the caller's own
// deadline comes first. Its stop must be called.
func withLimit(ctx context.Context, cancel context.CancelCauseFunc, limit time.Duration) (b *bounded, callersDeadline bool) {
	b = &bounded{Context: ctx, deadline: time.Now().Add(limit)}
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(b.deadline) {
		b.deadline, callersDeadline = deadline, true
	}
	b.timer = time.AfterFunc(limit, func() { cancel(timeLimit(limit)) })
	return b, callersDeadline
}

func (b *bounded) stop() { b.timer.Stop() }

// Deadline implements context.Context.
func (b *bounded) Deadline() (time.Time, bool) { return b.deadline, true }

// Err implements context.Context: what a limit has ended ran out of time.
func (b *bounded) Err() error {
	err := b.Context.Err()
	if err != nil {
		if limit, ok := context.Cause(b.Context).(*sandbox.LimitError); ok && limit.Outcome == sandbox.Timeout {
			return context.DeadlineExceeded
		}
	}
	return err
}

func timeLimit(d time.Duration) *sandbox.LimitError {
	return &sandbox.LimitError{Outcome: sandbox.Timeout, Limit: d.String()}
}

// begin registers a run, unless the engine is closed.
func (e *Engine) begin(h *runHandle) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	e.running[h] = struct{}{}
	e.active.Add(1)
	return true
}

func (e *Engine) end(h *runHandle) {
	e.mu.Lock()
	delete(e.running, h)
	e.mu.Unlock()
	e.active.Done()
}

// Shutdown refuses new runs, waits for those in flight until ctx ends, then interrupts what is left and waits for that
// too, though not for a run of this process that hangs in a native function: then the error is ErrStuck. The embedded store, if
// this engine made it, goes with it. It returns context.Cause(ctx) when runs had to be interrupted. It may be called more than once.
func (e *Engine) Shutdown(ctx context.Context) error {
	e.mu.Lock()
	if !e.closed {
		e.closed = true
		close(e.closing)
	}
	e.mu.Unlock()
	idle := make(chan struct{})
	go func() {
		e.active.Wait()
		close(idle)
	}()
	var err error
	select {
	case <-idle:
	case <-ctx.Done():
		err = context.Cause(ctx)
		e.mu.Lock()
		for h := range e.running {
			h.cancel(ErrShutdown)
		}
		e.mu.Unlock()
		var stuck <-chan time.Time // never, of workers: they are killed, and the cache calls they made end by themselves
		if e.pool == nil {
			stuck = time.After(2 * stopGrace)
		}
		select {
		case <-idle:
		case <-stuck:
			err = errors.Join(err, ErrStuck)
		}
	}
	return errors.Join(err, e.release(context.WithoutCancel(ctx)))
}

// logSink collects a run's messages and passes them on. After take, messages of a run that was given up are dropped.
type logSink struct {
	mu     sync.Mutex
	to     func(LogEntry)
	closed bool
	logs   []LogEntry
}

func (s *logSink) add(entry LogEntry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.logs = append(s.logs, entry)
	if s.to != nil {
		s.to(entry)
	}
}

func (s *logSink) take() []LogEntry {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return s.logs
}

// meter counts what a run draws from the cache.
type meter struct {
	backend        bindings.Backend
	limits         sandbox.Limits
	replies, bytes int64
}

// Do passes the call on and holds the run to its limits.
func (m *meter) Do(ctx context.Context, q *bindings.Request) (bindings.Reply, error) {
	if err := m.call(q); err != nil {
		return bindings.Reply{}, err
	}
	reply, err := m.backend.Do(ctx, q)
	if err := m.take(&reply); err != nil {
		reply.GiveBack()
		return bindings.Reply{}, err
	}
	return reply, err
}

// DoBatch passes the pipeline on; each of its calls counts.
func (m *meter) DoBatch(ctx context.Context, b *bindings.Batch) ([]bindings.Result, error) {
	for i := range b.Calls {
		if err := m.call(&b.Calls[i]); err != nil {
			return nil, err
		}
	}
	results, err := m.backend.DoBatch(ctx, b)
	for i := range results {
		if err := m.take(&results[i].Reply); err != nil {
			return nil, err
		}
	}
	return results, err
}

// call counts a call that is about to be made, and the bytes of its arguments: what a run stores takes room as well as
// what it reads. Its error, as that of take, is the limit that is exceeded.
func (m *meter) call(q *bindings.Request) error {
	m.replies++
	if m.replies > m.limits.CacheReplies {
		return &sandbox.LimitError{Outcome: sandbox.Cache, Limit: fmt.Sprint(m.limits.CacheReplies) + " calls"}
	}
	for i := range q.Args {
		m.count(q.Args[i].Text, q.Args[i].List)
	}
	return m.over()
}

// take counts the bytes of a reply.
func (m *meter) take(reply *bindings.Reply) error {
	m.count(reply.Text, reply.List)
	return m.over()
}

func (m *meter) count(text string, list []string) {
	m.bytes += int64(len(text))
	for _, s := range list {
		m.bytes += int64(len(s))
	}
}

func (m *meter) over() error {
	if m.bytes > m.limits.CacheBytes {
		return &sandbox.LimitError{Outcome: sandbox.Cache, Limit: sandbox.FormatSize(m.limits.CacheBytes)}
	}
	return nil
}
