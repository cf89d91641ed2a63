package runtime

import (
	"container/heap"
	"context"
	"math"
	"time"

	"github.com/dop251/goja"
)

// timers is the run's event loop. Cache calls are synchronous, so timers are all that can be waited for.
// It belongs to the run's goroutine.
type timers struct {
	vm     *goja.Runtime
	queue  timerQueue
	active map[int64]*timer
	lastID int64
}

type timer struct {
	id     int64 // rises with each timer made: of two that are due together, the older goes first
	due    time.Time
	every  time.Duration // > 0: repeat
	call   goja.Callable
	args   []goja.Value
	active bool
}

// maxDelay is the longest delay of a timer, in milliseconds, as in browsers and Node; a longer one counts as 1 ms.
const maxDelay = math.MaxInt32

func (t *timers) setTimeout(c goja.FunctionCall) goja.Value  { return t.start("setTimeout", c, false) }
func (t *timers) setInterval(c goja.FunctionCall) goja.Value { return t.start("setInterval", c, true) }

func (t *timers) start(name string, c goja.FunctionCall, repeat bool) goja.Value {
	call, ok := goja.AssertFunction(c.Argument(0))
	if !ok {
		panic(t.vm.NewTypeError("%s: the first argument must be a function", name))
	}
	ms := c.Argument(1).ToFloat()
	if !(ms >= 1 && ms <= maxDelay) { // NaN too
		ms = 1
	}
	delay := time.Duration(ms * float64(time.Millisecond))
	t.lastID++
	n := &timer{id: t.lastID, due: time.Now().Add(delay), call: call, active: true}
	if repeat {
		n.every = delay
	}
	if len(c.Arguments) > 2 {
		n.args = append(n.args, c.Arguments[2:]...)
	}
	if t.active == nil {
		t.active = make(map[int64]*timer)
	}
	t.active[n.id] = n
	heap.Push(&t.queue, n)
	return t.vm.ToValue(n.id)
}

// clear forgets a timer. An id that is none is ignored, as everywhere.
func (t *timers) clear(c goja.FunctionCall) goja.Value {
	id := c.Argument(0).ToInteger()
	if n := t.active[id]; n != nil {
		n.active = false // next drops it from the queue
		delete(t.active, id)
	}
	return goja.Undefined()
}

func (t *timers) queueMicrotask(c goja.FunctionCall) goja.Value {
	if _, ok := goja.AssertFunction(c.Argument(0)); !ok {
		panic(t.vm.NewTypeError("queueMicrotask: the first argument must be a function"))
	}
	p, resolve, _ := t.vm.NewPromise()
	if err := resolve(goja.Undefined()); err != nil {
		panic(err)
	}
	o := t.vm.ToValue(p).ToObject(t.vm)
	then, ok := goja.AssertFunction(o.Get("then"))
	if !ok {
		return goja.Undefined()
	}
	if _, err := then(o, c.Argument(0)); err != nil {
		panic(err)
	}
	return goja.Undefined()
}

// next waits for the timer that is due first and runs it. It reports false when there is none.
func (t *timers) next(ctx context.Context) (bool, error) {
	for len(t.queue) > 0 {
		n := t.queue[0]
		if !n.active {
			heap.Pop(&t.queue)
			continue
		}
		if err := waitUntil(ctx, n.due); err != nil {
			return true, err
		}
		if n.every > 0 {
			n.due = time.Now().Add(n.every)
			heap.Fix(&t.queue, 0)
		} else {
			heap.Pop(&t.queue)
			delete(t.active, n.id)
		}
		_, err := n.call(goja.Undefined(), n.args...)
		return true, err
	}
	return false, nil
}

// waitUntil returns at the time due, or with the context's cause when that ends first.
func waitUntil(ctx context.Context, due time.Time) error {
	d := time.Until(due)
	if d > 0 {
		w := time.NewTimer(d)
		defer w.Stop()
		select {
		case <-w.C:
		case <-ctx.Done():
		}
	}
	return context.Cause(ctx)
}

// timerQueue is a heap by due time, then by age.
type timerQueue []*timer

func (q timerQueue) Len() int { return len(q) }
func (q timerQueue) Less(i, j int) bool {
	if q[i].due.Equal(q[j].due) {
		return q[i].id < q[j].id
	}
	return q[i].due.Before(q[j].due)
}
func (q timerQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *timerQueue) Push(x any)   { *q = append(*q, x.(*timer)) }
func (q *timerQueue) Pop() any {
	old := *q
	n := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return n
}
