package bindings

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"dff/tests/redistest"
)

// eventually waits until ok reports true.
func eventually(tb testing.TB, what string, ok func() bool) {
	tb.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			tb.Fatalf("not within 20 s: %s", what)
		}
	}
}

// settle waits until n calls wait. Those in a server say so a moment early; the calls made here give them time to be
// really there, which the outcome of no test depends on.
func (r *Redis) settle(tb testing.TB, n int64) {
	tb.Helper()
	eventually(tb, strconv.FormatInt(n, 10)+" calls wait", func() bool { return r.waits.Load() == n })
	for range 200 {
		ask(tb, r, "ping")
	}
}

// onEach runs a test with a fresh Redis for every target.
func onEach(t *testing.T, test func(t *testing.T, r *Redis)) {
	t.Helper()
	redistest.Each(t, func(t *testing.T, target redistest.Target) { test(t, connect(t, target.URL(t))) })
}

// TestAbandonedWaits ends the context of waiting calls, then makes elements arrive for them: all are put back.
func TestAbandonedWaits(t *testing.T) {
	cause := errors.New("the run has ended")
	onEach(t, func(t *testing.T, r *Redis) {
		for _, test := range []struct {
			method string
			args   []any
		}{
			{"blpop", []any{"source"}},
			{"brpop", []any{[]string{"other", "source"}, 60_000}},
			{"brpoplpush", []any{"source", "dest"}},
			{"brpoplpush", []any{"source"}},
		} {
			ctx, cancel := context.WithCancelCause(t.Context())
			var calls sync.WaitGroup
			for range 3 {
				calls.Go(func() {
					if reply, err := r.Do(ctx, request(t, test.method, test.args...)); err != cause {
						t.Errorf("%s: got %+v, %v, want the cause of the context's end", test.method, reply, err)
					}
				})
			}
			r.settle(t, 3)
			cancel(cause)
			calls.Wait()
			ask(t, r, "rpush", "source", []string{"a", "b"})
			eventually(t, "nobody waits", func() bool { return r.waits.Load() == 0 })
			got := ask(t, r, "lrange", "source").List
			slices.Sort(got) // the three put them back in any order
			if !slices.Equal(got, []string{"a", "b"}) {
				t.Errorf("%s: %q are back", test.method, got)
			}
			if n := ask(t, r, "llen", "dest").Int; n != 0 {
				t.Errorf("%s: %d elements in the destination", test.method, n)
			}
			if n := ask(t, r, "dbsize").Int; n != 1 {
				t.Errorf("%s: %d keys, want the list alone", test.method, n)
			}
			ask(t, r, "delete", []string{"source"})
		}
	})
}

// TestRedisGiveBack puts elements back that were handed over already.
func TestRedisGiveBack(t *testing.T) {
	onEach(t, func(t *testing.T, r *Redis) {
		all := []string{"a", "b", "c"}
		ask(t, r, "rpush", "l", all)
		ask(t, r, "rpush", "m", "x")
		for _, test := range []struct {
			method string
			args   []any
		}{
			{"blpop", []any{"l"}},
			{"brpop", []any{"l", 100}},
			{"brpoplpush", []any{"l", "m", 100}},
			{"brpoplpush", []any{"l"}},
			{"lrange", []any{"l"}},
		} {
			reply := ask(t, r, test.method, test.args...)
			reply.GiveBack()
			reply.GiveBack()
			if got := ask(t, r, "lrange", "l").List; !slices.Equal(got, all) {
				t.Errorf("%s: got %q, want %q", test.method, got, all)
			}
			if got := ask(t, r, "lrange", "m").List; !slices.Equal(got, []string{"x"}) {
				t.Errorf("%s: destination is %q", test.method, got)
			}
		}
		reply := ask(t, r, "brpoplpush", "l", "m")
		ask(t, r, "lpop", "m")
		reply.GiveBack()
		if got := ask(t, r, "lrange", "l").List; !slices.Equal(got, all[:2]) {
			t.Errorf("an element that somebody took from the destination came back: %q", got)
		}
		if n := ask(t, r, "dbsize").Int; n != 2 {
			t.Errorf("%d keys, want the two lists alone", n)
		}
	})
}

func TestWaitEnds(t *testing.T) {
	onEach(t, func(t *testing.T, r *Redis) {
		for _, method := range []string{"blpop", "brpop", "brpoplpush"} {
			q := request(t, method, "none")
			timeout := &q.Args[len(q.Args)-1].Int
			for _, *timeout = range []int64{0, 60_000} {
				cause := errors.New("too long")
				ctx, cancel := context.WithTimeoutCause(t.Context(), 30*time.Millisecond, cause)
				if reply, err := r.Do(ctx, q); err != cause {
					t.Errorf("%s: got %+v, %v, want the cause of the context's end", method, reply, err)
				}
				cancel()
			}
			*timeout = 1
			if reply, err := r.Do(t.Context(), q); err != nil || reply.Kind != ReplyNull {
				t.Errorf("%s: got %+v, %v, want null", method, reply, err)
			}
		}
		// Longer than a slice, and the element comes in a later one.
		done := make(chan Reply)
		go func() { done <- ask(t, r, "blpop", []string{"x", "late"}, 20_000) }()
		time.AfterFunc(maxSlice+maxSlice/10, func() { ask(t, r, "rpush", "late", "e") })
		if got := <-done; !slices.Equal(got.List, []string{"late", "e"}) {
			t.Errorf("got %+v", got)
		}
	})
}

// TestClose closes with calls waiting: they end with an error, and what arrives for them is not lost.
func TestClose(t *testing.T) {
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		r, err := Connect(t.Context(), RedisOptions{URL: target.URL(t)})
		if err != nil {
			t.Fatal(err)
		}
		const n = 20
		errs := make(chan error)
		for range n {
			go func() {
				_, err := r.Do(t.Context(), request(t, "blpop", "l"))
				errs <- err
			}()
		}
		r.settle(t, n)
		closed := make(chan error)
		go func() { closed <- r.Close() }()
		for range n {
			var e *CacheError
			if err := <-errs; !errors.As(err, &e) || e.Code != Unavailable {
				t.Errorf("got %v, want %s", err, Unavailable)
			}
		}
		if err := <-closed; err != nil {
			t.Error(err)
		}
		var e *CacheError
		if _, err := r.Do(t.Context(), request(t, "get", "k")); !errors.As(err, &e) || e.Code != Unavailable {
			t.Errorf("after Close: got %v, want %s", err, Unavailable)
		}
		if err := r.Close(); err != nil {
			t.Errorf("second Close: %v", err)
		}
	})
}

// TestThousandWaiters has a thousand calls wait: ordinary calls use connections of their own, and each waiter gets
// the element that is meant for it.
func TestThousandWaiters(t *testing.T) {
	onEach(t, func(t *testing.T, r *Redis) {
		const n = 1000
		before := median(t, r)
		var waiters sync.WaitGroup
		for i := range n {
			waiters.Go(func() {
				key := strconv.Itoa(i)
				if reply, err := r.Do(t.Context(), request(t, "blpop", key)); err != nil || !slices.Equal(reply.List, []string{key, "e"}) {
					t.Errorf("waiter %d: %+v, %v", i, reply, err)
				}
			})
		}
		r.settle(t, n)
		t.Logf("an incr takes %s, with %d calls waiting %s", before, n, median(t, r))
		for i := range n {
			ask(t, r, "rpush", strconv.Itoa(i), "e")
		}
		waiters.Wait()
	})
}

// median returns how long an incr takes.
func median(t *testing.T, r *Redis) time.Duration {
	took := make([]time.Duration, 301)
	for i := range took {
		start := time.Now()
		ask(t, r, "incr", "n")
		took[i] = time.Since(start)
	}
	slices.Sort(took)
	return took[len(took)/2]
}
