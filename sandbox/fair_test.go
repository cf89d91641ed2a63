package sandbox

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// fakeProcess is a worker that is no process, so that the pool can be tested in a bubble whose clock is its own.
type fakeProcess struct {
	once sync.Once
	dead chan struct{}
	size atomic.Int64
}

func newFakeProcess() *fakeProcess { return &fakeProcess{dead: make(chan struct{})} }

func (p *fakeProcess) kill()           { p.once.Do(func() { close(p.dead) }) }
func (p *fakeProcess) resident() int64 { return p.size.Load() }
func (p *fakeProcess) wait() (*os.ProcessState, string) {
	<-p.dead
	return nil, ""
}

// launchFake starts a fake worker, which answers every frame with the same.
func launchFake(c workerConfig) (*worker, error) {
	host, theirs := net.Pipe()
	p := newFakeProcess()
	go func() {
		defer p.kill()
		in, out := NewFrameReader(theirs, 0), NewFrameWriter(theirs, 0)
		typ, payload, err := byte(typeHello), []byte("[]"), error(nil)
		for err == nil {
			if err = out.Write(typ, payload); err == nil {
				typ, payload, err = in.Read()
			}
		}
	}()
	go func() {
		<-p.dead
		theirs.Close()
	}()
	return newWorker(p, host, c.maxFrame), nil
}

// inBubble runs f with a pool of fake workers in a bubble.
func inBubble(t *testing.T, o PoolOptions, f func(t *testing.T, p *Pool)) {
	t.Helper()
	o.launch = launchFake
	synctest.Test(t, func(t *testing.T) {
		p, err := NewPool(o)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := p.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		f(t, p)
	})
}

// asker is a call of Acquire that may have to wait.
type asker struct {
	lease *Lease
	err   error
	took  time.Duration
	done  bool
}

// ask calls Acquire in the background and returns when it is done or waits.
func ask(ctx context.Context, p *Pool, key string) *asker {
	a := &asker{}
	go func() {
		start := time.Now()
		a.lease, a.err = p.Acquire(ctx, key)
		a.took = time.Since(start)
		a.done = true
	}()
	synctest.Wait()
	return a
}

// got takes the lease that must be there by now.
func (a *asker) got(t *testing.T) *Lease {
	t.Helper()
	synctest.Wait()
	if !a.done || a.err != nil {
		t.Fatalf("no lease: done %v, error %v", a.done, a.err)
	}
	return a.lease
}

func (a *asker) waits(t *testing.T) {
	t.Helper()
	synctest.Wait()
	if a.done {
		t.Fatalf("did not wait: error %v", a.err)
	}
}

func (a *asker) failed(t *testing.T, want error) {
	t.Helper()
	synctest.Wait()
	if !a.done || !errors.Is(a.err, want) {
		t.Fatalf("done %v, error %v, want %v", a.done, a.err, want)
	}
}

func TestShare(t *testing.T) {
	inBubble(t, PoolOptions{Size: 4, PerKey: 2}, func(t *testing.T, p *Pool) {
		a1, a2 := ask(t.Context(), p, "a").got(t), ask(t.Context(), p, "a").got(t)
		a3 := ask(t.Context(), p, "a")
		a3.waits(t)
		b1 := ask(t.Context(), p, "b").got(t) // is not held up by the line
		a3.waits(t)
		a1.Release(true)
		a3.got(t).Release(true)
		a2.Release(true)
		b1.Release(true)
	})
}

func TestFewestFirst(t *testing.T) {
	inBubble(t, PoolOptions{Size: 3, PerKey: 3}, func(t *testing.T, p *Pool) {
		a1, a2, b1 := ask(t.Context(), p, "a").got(t), ask(t.Context(), p, "a").got(t), ask(t.Context(), p, "b").got(t)
		a3, b2, c1, c2 := ask(t.Context(), p, "a"), ask(t.Context(), p, "b"), ask(t.Context(), p, "c"), ask(t.Context(), p, "c")
		a1.Release(true) // a holds 1, b 1, c none
		l := c1.got(t)
		a3.waits(t)
		b2.waits(t)
		a2.Release(true) // a none, b 1, c 1
		a3.got(t).Release(true)
		b2.got(t).Release(true) // equal to c, and earlier
		c2.got(t).Release(true)
		l.Release(true)
		b1.Release(true)
	})
}

func TestLineIsBounded(t *testing.T) {
	inBubble(t, PoolOptions{Size: 1, MaxWaiting: 4, MaxWait: 5 * time.Second}, func(t *testing.T, p *Pool) {
		l := ask(t.Context(), p, "a").got(t)
		ctx, cancel := context.WithCancel(t.Context())
		first, second := ask(t.Context(), p, "a"), ask(ctx, p, "a")
		ask(t.Context(), p, "a").failed(t, ErrBusy) // half of the line is a's
		b1, b2 := ask(t.Context(), p, "b"), ask(t.Context(), p, "c")
		ask(t.Context(), p, "d").failed(t, ErrBusy)
		cancel()
		second.failed(t, context.Canceled)
		ask(ctx, p, "d").failed(t, context.Canceled)
		if s := p.Status(); s.Waiting != 3 || s.Busy != 1 || len(s.Backoff) != 0 {
			t.Errorf("status %+v", s)
		}
		time.Sleep(5 * time.Second)
		for _, a := range []*asker{first, b1, b2} {
			a.failed(t, ErrBusy)
			if a.took != 5*time.Second {
				t.Errorf("waited %v", a.took)
			}
		}
		l.Release(true)
		if n := len(p.keys); n != 0 {
			t.Errorf("%d keys are kept", n)
		}
	})
}

// crash makes a lease of key end with its worker's death, and returns how long the lease was waited for.
func crash(t *testing.T, p *Pool, key string) time.Duration {
	t.Helper()
	start := time.Now()
	l, err := p.Acquire(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	wait := time.Since(start)
	if d := l.Fail("said what it should not"); d.Outcome != Crashed {
		t.Errorf("death %+v", d)
	}
	l.Release(true)
	synctest.Wait()
	return wait
}

func TestBackoff(t *testing.T) {
	inBubble(t, PoolOptions{Size: 8}, func(t *testing.T, p *Pool) {
		var waits []time.Duration
		for range 7 {
			waits = append(waits, crash(t, p, "bad").Round(time.Millisecond))
		}
		for i, want := range []time.Duration{0, 0, 0, 100, 200, 400, 800} {
			if waits[i] != want*time.Millisecond {
				t.Errorf("lease %d waited %v, want %v", i, waits[i], want*time.Millisecond)
			}
		}
		if s := p.Status(); len(s.Backoff) != 1 || s.Backoff[0] != (Backoff{"bad", 7, 1600 * time.Millisecond}) || s.Killed[Crashed] != 7 {
			t.Errorf("status %+v", s)
		}
		bad := ask(t.Context(), p, "bad")
		bad.waits(t)
		ask(t.Context(), p, "good").got(t).Release(true)
		time.Sleep(1600 * time.Millisecond)
		l := bad.got(t)
		second := ask(t.Context(), p, "bad") // one at a time
		second.waits(t)
		l.Release(true)
		second.got(t).Release(true)

		for range 5 {
			crash(t, p, "bad")
		}
		var busy *BusyError
		if _, err := p.Acquire(t.Context(), "bad"); !errors.As(err, &busy) || busy.RetryAfter <= p.opts.MaxWait || !strings.Contains(err.Error(), "bad") {
			t.Errorf("a long back-off: %v", err)
		}
		time.Sleep(maxKills * backoffDecay)
		if wait := crash(t, p, "bad"); wait != 0 {
			t.Errorf("after a long silence, waited %v", wait)
		}
	})
}

func TestSuspectsShareHalf(t *testing.T) {
	inBubble(t, PoolOptions{Size: 4}, func(t *testing.T, p *Pool) {
		for _, key := range []string{"x", "y", "z"} {
			for range freeKills {
				crash(t, p, key)
			}
		}
		time.Sleep(time.Second)
		x, y, z := ask(t.Context(), p, "x").got(t), ask(t.Context(), p, "y").got(t), ask(t.Context(), p, "z")
		z.waits(t)
		ask(t.Context(), p, "good").got(t).Release(true)
		z.waits(t)
		x.Release(true)
		z.got(t).Release(true)
		y.Release(true)
	})
}

func TestKilledAtGrace(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(context.Context) (context.Context, context.CancelFunc)
		want Outcome
	}{
		"deadline": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}, Timeout},
		"cancel": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, PoolOptions{Size: 1, Grace: 120 * time.Millisecond}, func(t *testing.T, p *Pool) {
				ctx, cancel := c.end(t.Context())
				defer cancel()
				start := time.Now()
				l := ask(t.Context(), p, "a").got(t)
				l.Start(ctx, 0)
				_, _, err := l.Recv() // it never speaks
				var d *Death
				if !errors.As(err, &d) || d.Outcome != c.want {
					t.Errorf("error %v", err)
				}
				if took := time.Since(start); took != 1120*time.Millisecond {
					t.Errorf("killed after %v", took)
				}
				l.Release(true)
				l.Release(true)
				l = ask(t.Context(), p, "a").got(t)
				l.Start(t.Context(), 0)
				mustCall(t, l, frameEcho, "x")
				l.Release(true)
			})
		})
	}
}

// A lease that ended in time leaves nothing behind that strikes its worker's next run.
func TestEndedLeaseDoesNotKill(t *testing.T) {
	inBubble(t, PoolOptions{Size: 1}, func(t *testing.T, p *Pool) {
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			l := ask(t.Context(), p, "a").got(t)
			l.Start(ctx, 0)
			time.Sleep(time.Second + p.opts.Grace/2)
			l.Release(true)
			cancel()
		}
		time.Sleep(time.Second)
		if s := p.Status(); s.Spawned != 1 || s.Idle != 1 || s.Runs != 3 {
			t.Errorf("status %+v", s)
		}
	})
}

func TestMemoryFromOutside(t *testing.T) {
	inBubble(t, PoolOptions{Size: 1, Memory: 64 << 20}, func(t *testing.T, p *Pool) {
		l := ask(t.Context(), p, "a").got(t)
		l.Start(t.Context(), 32<<20)
		size := &l.w.process.(*fakeProcess).size
		size.Store(32<<20 + memorySlack + 1<<20)
		time.Sleep(time.Second)
		mustCall(t, l, frameEcho, "within the slack")
		size.Store(2 * size.Load())
		_, _, err := l.Recv()
		var d *Death
		if !errors.As(err, &d) || d.Outcome != Memory {
			t.Errorf("error %v", err)
		}
		l.Release(false)
	})
}

func TestIdleWorkersEnd(t *testing.T) {
	inBubble(t, PoolOptions{Size: 5, Spare: 2, IdleTimeout: time.Minute}, func(t *testing.T, p *Pool) {
		if s := p.Status(); s.Idle+s.Starting != 2 {
			t.Errorf("at the start: %+v", s)
		}
		var leases []*Lease
		for _, key := range []string{"a", "b", "c", "d", "e"} {
			leases = append(leases, ask(t.Context(), p, key).got(t))
		}
		for _, l := range leases {
			l.Release(true)
		}
		if s := p.Status(); s.Idle != 5 || s.Spawned != 5 {
			t.Errorf("after work: %+v", s)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if s := p.Status(); s.Idle != 2 {
			t.Errorf("after a minute: %+v", s)
		}
		p.mu.Lock()
		idle := p.idle[0]
		p.mu.Unlock()
		idle.kill()
		synctest.Wait()
		ask(t.Context(), p, "a").got(t).Release(true)
		synctest.Wait()
		if s := p.Status(); s.Idle != 2 || s.Replaced != 1 {
			t.Errorf("after an idle death: %+v", s)
		}
	})
}

func TestReplacedAfterRuns(t *testing.T) {
	inBubble(t, PoolOptions{Size: 1, MaxRuns: 2}, func(t *testing.T, p *Pool) {
		for range 6 {
			ask(t.Context(), p, "a").got(t).Release(true)
		}
		ask(t.Context(), p, "a").got(t).Release(false)
		synctest.Wait()
		if s := p.Status(); s.Spawned != 5 || s.Replaced != 4 {
			t.Errorf("status %+v", s)
		}
	})
}

func TestLaunchFails(t *testing.T) {
	broken := errors.New("no processes left")
	synctest.Test(t, func(t *testing.T) {
		fail := true
		p, err := NewPool(PoolOptions{Size: 2, launch: func(c workerConfig) (*worker, error) {
			if fail {
				return nil, broken
			}
			return launchFake(c)
		}})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			ask(t.Context(), p, "a").failed(t, broken)
		}
		fail = false
		ask(t.Context(), p, "a").got(t).Release(true)
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestClose(t *testing.T) {
	inBubble(t, PoolOptions{Size: 1}, func(t *testing.T, p *Pool) {
		l := ask(t.Context(), p, "a").got(t)
		waiting := ask(t.Context(), p, "a")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		closed := make(chan error)
		go func() { closed <- p.Close(ctx) }()
		waiting.failed(t, ErrPoolClosed)
		ask(t.Context(), p, "a").failed(t, ErrPoolClosed)
		mustCall(t, l, frameEcho, "still served")
		if err := <-closed; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Close: %v", err)
		}
		synctest.Wait()
		_, err := call(l, frameEcho, "x")
		var d *Death
		if !errors.As(err, &d) || d.Outcome != Canceled {
			t.Errorf("after Close: %v", err)
		}
		l.Release(true)
	})
}

func TestCloseWaits(t *testing.T) {
	inBubble(t, PoolOptions{Size: 2}, func(t *testing.T, p *Pool) {
		l := ask(t.Context(), p, "a").got(t)
		time.AfterFunc(time.Second, func() { l.Release(true) })
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
