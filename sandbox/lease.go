package sandbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// watchInterval is how often a busy worker's size is measured from outside.
const watchInterval = 10 * time.Millisecond

// memorySlack is what a worker may occupy beyond the memory of its run and a quarter of it before it is killed from
// outside: the collector's overhead, and time for the worker to notice by itself.
const memorySlack = 24 << 20

// Lease is the right to use one worker for one run. Send and Recv may be called by different goroutines, but each by one at
// a time; neither after Release.
type Lease struct {
	pool *Pool
	w    *worker
	key  *keyState

	stopContext func() bool

	mu     sync.Mutex
	ended  bool
	timer  *time.Timer // measures memory
	grace  *time.Timer // kills
	memory int64       // resident size that the run should not exceed
	slack  int64       // what it may exceed that by before the worker is killed
	over   bool        // it was last seen above memory
	died   *Death
}

// Start begins the enforcement: from now on the worker is killed when it occupies more than memory bytes beyond what it did when
// idle, some slack allowed, and when it is not released within the pool's grace after the end of ctx, with Timeout if
// its deadline has passed and Canceled if not. memory is at most the pool's; 0 means all of that. Start must be called
// once, before Send.
//
// The grace is for a worker that knows the deadline and interrupts itself in time to say so.
func (l *Lease) Start(ctx context.Context, memory int64) {
	if memory <= 0 || memory > l.pool.opts.Memory {
		memory = l.pool.opts.Memory
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.memory = l.w.size + memory
	l.slack = memory/4 + memorySlack
	l.timer = time.AfterFunc(watchInterval, l.measure)
	if ctx.Done() != nil {
		l.stopContext = context.AfterFunc(ctx, func() { l.contextEnded(ctx) })
	}
}

func (l *Lease) measure() {
	size := l.w.resident()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return
	}
	if l.over = size > l.memory; size > l.memory+l.slack {
		l.w.end(&Death{Outcome: Memory, Reason: fmt.Sprintf("was killed: it occupied %d MiB", size>>20)})
		return
	}
	l.timer.Reset(watchInterval)
}

func (l *Lease) contextEnded(ctx context.Context) {
	d := &Death{Outcome: Canceled, Reason: "was killed: the caller went away"}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		d = &Death{Outcome: Timeout, Reason: "was killed: its time was over"}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return
	}
	l.grace = time.AfterFunc(l.pool.opts.Grace, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if !l.ended {
			l.w.end(d)
		}
	})
}

// Send sends a frame to the worker: its payload is parts, one after the other. The types 1 to 254 are free. The error is a
// *Death if the worker died, or wraps ErrFrame if the payload is too large, after which the lease is as good as before.
func (l *Lease) Send(typ byte, parts ...[]byte) error {
	err := l.w.out.Write(typ, parts...)
	if err == nil || errors.Is(err, ErrFrame) {
		return err
	}
	return l.death(err)
}

// Recv waits for a frame of the worker. The payload is valid until the next Recv. An error is always a *Death: a worker that sends
// anything but frames is killed.
func (l *Lease) Recv() (typ byte, payload []byte, err error) {
	typ, payload, err = l.w.in.Read()
	if err != nil {
		return 0, nil, l.death(err)
	}
	return typ, payload, nil
}

// Fail kills the worker because what it sent makes no sense, and returns that as the Death of this lease.
func (l *Lease) Fail(reason string) *Death {
	return l.death(fmt.Errorf("%w: %s", ErrFrame, reason))
}

func (l *Lease) death(err error) *Death {
	l.mu.Lock()
	over := l.over
	l.mu.Unlock()
	d := l.w.death(err, over)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.died == nil {
		l.died = d
	}
	return l.died
}

// Release ends the lease and gives the worker back. With healthy false, and whenever the worker died, it is replaced: after
// a run that was interrupted, or whose protocol was left half-way. Releasing twice does nothing.
func (l *Lease) Release(healthy bool) {
	l.mu.Lock()
	if l.ended {
		l.mu.Unlock()
		return
	}
	l.ended = true
	if l.timer != nil {
		l.timer.Stop()
	}
	if l.grace != nil {
		l.grace.Stop()
	}
	died := l.died
	l.mu.Unlock()
	if l.stopContext != nil {
		l.stopContext()
	}
	l.pool.release(l, healthy, died)
}

// Lockdown says what this lease's worker gave up.
func (l *Lease) Lockdown() Lockdown { return l.w.lockdown }

// Exited is closed when the worker process has ended.
func (l *Lease) Exited() <-chan struct{} { return l.w.exited }
