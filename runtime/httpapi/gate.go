package httpapi

import (
	"context"
	"fmt"
	goruntime "runtime"
	"sync/atomic"
	"time"

	"dff/runtime"
	"dff/sandbox"
)

// gate bounds how many runs are carried out in this process at once, and how many wait for their turn.
type gate struct {
	slots      chan struct{} // holds one element for each run
	waiting    atomic.Int64
	maxWaiting int64
	maxWait    time.Duration
}

// newGate returns a gate; zeros mean what Options says of them.
func newGate(concurrent, waiting int, maxWait time.Duration) *gate {
	if concurrent <= 0 {
		// A run in this process costs no process, and mostly waits for the cache. The more there are at once, the more commands
		// share a pipeline.
		concurrent = max(64, 32*goruntime.GOMAXPROCS(0))
	}
	if waiting <= 0 {
		waiting = 32 * concurrent
	}
	if maxWait <= 0 {
		maxWait = DefaultMaxWait
	}
	return &gate{slots: make(chan struct{}, concurrent), maxWaiting: int64(waiting), maxWait: maxWait}
}

// enter waits for a slot, first come, first served. Its error is that of a run that was never started.
func (g *gate) enter(ctx context.Context) error {
	select {
	case g.slots <- struct{}{}:
		return nil
	default:
	}
	defer g.waiting.Add(-1)
	if n := g.waiting.Add(1); n > g.maxWaiting {
		return busy(fmt.Sprintf("%d runs wait already", n-1))
	}
	timer := time.NewTimer(g.maxWait)
	defer timer.Stop()
	select {
	case g.slots <- struct{}{}:
		return nil
	case <-timer.C:
		return busy(fmt.Sprintf("waited %v for a turn", g.maxWait))
	case <-ctx.Done():
		return &runtime.Failure{Outcome: sandbox.Canceled, Message: context.Cause(ctx).Error(), Err: context.Cause(ctx)}
	}
}

func (g *gate) leave() { <-g.slots }

func busy(reason string) error {
	err := &sandbox.BusyError{Reason: reason}
	return &runtime.Failure{Outcome: sandbox.Busy, Message: "no runner is free: " + reason, Err: err}
}
