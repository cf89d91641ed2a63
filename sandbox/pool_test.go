package sandbox

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// newPool returns a pool that the test closes; it fails the test if a run is left.
func newPool(t testing.TB, o PoolOptions) *Pool {
	t.Helper()
	p, err := NewPool(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return p
}

func acquire(t testing.TB, p *Pool, key string) *Lease {
	t.Helper()
	l, err := p.Acquire(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Release(false) })
	return l
}

// call sends one frame and returns the answer.
func call(l *Lease, typ byte, payload string) (string, error) {
	if err := l.Send(typ, []byte(payload)); err != nil {
		return "", err
	}
	_, answer, err := l.Recv()
	return string(answer), err
}

func mustCall(t testing.TB, l *Lease, typ byte, payload string) string {
	t.Helper()
	answer, err := call(l, typ, payload)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestEcho(t *testing.T) {
	p := newPool(t, PoolOptions{Size: 2})
	l := acquire(t, p, "a")
	l.Start(t.Context(), 0)
	for _, payload := range []string{"", "x", strings.Repeat("y", 1<<20)} {
		if got := mustCall(t, l, frameEcho, payload); got != payload {
			t.Errorf("echo of %d bytes returned %d", len(payload), len(got))
		}
	}
	pid := mustCall(t, l, framePID, "")
	l.Release(true)
	l = acquire(t, p, "a")
	l.Start(t.Context(), 0)
	if again := mustCall(t, l, framePID, ""); again != pid {
		t.Errorf("worker %s was not used again, but %s", pid, again)
	}
}

func TestDeaths(t *testing.T) {
	p := newPool(t, PoolOptions{Size: 2, Spare: 2, Grace: time.Millisecond, Memory: 64 << 20})
	for _, c := range []struct {
		trick   string
		outcome Outcome
		timeout time.Duration // 0: none
	}{
		{"loop", Timeout, 10 * time.Millisecond},
		{"stack", Stack, 0},
		{"bomb", Memory, 0},
		{"giant", Memory, 0},
		{"hoard", Memory, 0},
		{"garbage", Crashed, 0},
		{"oversized", Crashed, 0},
		{"exit", Crashed, 0},
		{"panic", Crashed, 0},
		{"hang up", Crashed, 0},
	} {
		t.Run(c.trick, func(t *testing.T) {
			ctx := t.Context()
			if c.timeout > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, c.timeout)
				defer cancel()
			}
			l := acquire(t, p, c.trick)
			l.Start(ctx, 0)
			_, err := call(l, frameTrick, c.trick)
			d := new(Death)
			if !errors.As(err, &d) {
				t.Fatalf("error %v", err)
			}
			if d.Outcome != c.outcome {
				t.Errorf("outcome %s, want %s: %v\n%s", d.Outcome, c.outcome, d, d.Stderr)
			}
			t.Log(d)
			if _, _, again := l.Recv(); again != error(d) {
				t.Errorf("Recv after death: %v", again)
			}
			l.Release(true)
		})
	}
	s := p.Status()
	if s.Killed[Memory] != 3 || s.Killed[Crashed] != 5 || s.Killed[Stack] != 1 || s.Killed[Timeout] != 1 {
		t.Errorf("status: %+v", s)
	}
}

// BenchmarkCall is one request and its answer, which is what a cache call costs more in a worker than without one.
func BenchmarkCall(b *testing.B) {
	p := newPool(b, PoolOptions{Size: 1})
	l := acquire(b, p, "a")
	l.Start(b.Context(), 0)
	payload := make([]byte, 100)
	b.ReportAllocs()
	for b.Loop() {
		if err := l.Send(frameEcho, payload); err != nil {
			b.Fatal(err)
		}
		if _, _, err := l.Recv(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRun is a whole run of nothing by a warm worker.
func BenchmarkRun(b *testing.B) {
	p := newPool(b, PoolOptions{Size: 1})
	payload := make([]byte, 100)
	b.ReportAllocs()
	for b.Loop() {
		ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
		l, err := p.Acquire(ctx, "a")
		if err != nil {
			b.Fatal(err)
		}
		l.Start(ctx, 0)
		if err := l.Send(frameEcho, payload); err != nil {
			b.Fatal(err)
		}
		if _, _, err := l.Recv(); err != nil {
			b.Fatal(err)
		}
		l.Release(true)
		cancel()
	}
}

// BenchmarkStart is a worker from nothing to ready, and its end.
func BenchmarkStart(b *testing.B) {
	p := newPool(b, PoolOptions{Size: 1, Spare: -1})
	for b.Loop() {
		l, err := p.Acquire(b.Context(), "a")
		if err != nil {
			b.Fatal(err)
		}
		l.Release(false)
	}
}
