package bindings

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"dff/tests/redistest"
)

func TestShare(t *testing.T) {
	s := sharing{above: 6}
	for _, step := range []struct {
		inFlight int64
		want     bool
	}{{1, false}, {5, false}, {6, true}, {200, true}, {5, true}, {3, true}, {2, false}, {3, false}, {5, false}, {6, true}} {
		if got := s.share(step.inFlight); got != step.want {
			t.Errorf("with %d in flight: %t, want %t", step.inFlight, got, step.want)
		}
	}
	always := sharing{above: 1}
	for range 2 {
		if !always.share(1) {
			t.Error("above 1: not always")
		}
	}
}

// TestSharedOrder has many callers count for themselves, in scopes of all nodes, while large values pass: each sees
// its own calls in their order, and nothing of the others'.
func TestSharedOrder(t *testing.T) {
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		r := connectWith(t, RedisOptions{URL: target.URL(t), ShareAbove: 1})
		large := strings.Repeat("large", sharedReply)
		ask(t, r, "set", "large", large)
		ask(t, r, "hset", "hash", "large", large)
		var all sync.WaitGroup
		for i := range 40 {
			scope := fmt.Sprint("scope", i)
			do := func(method string, args ...any) Reply {
				q := request(t, method, args...)
				q.Scope = scope
				reply, err := r.Do(t.Context(), q)
				if err != nil {
					t.Error(err)
				}
				return reply
			}
			all.Go(func() {
				for j := range 50 {
					n := do("incr", "n", 1).Int
					if got := do("get", "n").Text; n != int64(j+1) || got != fmt.Sprint(n) {
						t.Errorf("%s: turn %d: incr gave %d, get then %s", scope, j, n, got)
						return
					}
					do("set", "v", scope)
					do("rpush", "l", scope)
					if got := do("get", "nothing"); got.Kind != ReplyNull {
						t.Errorf("got %+v of nothing", got)
					}
				}
				if got := do("lrange", "l", 0, -1); len(got.List) != 50 || got.List[49] != scope {
					t.Errorf("%s: the list has %d elements", scope, len(got.List))
				}
			})
		}
		for range 3 {
			all.Go(func() {
				if got := ask(t, r, "get", "large"); got.Text != large {
					t.Errorf("the large value came back with %d bytes", len(got.Text))
				}
				if got := ask(t, r, "hget", "hash", "large"); got.Text != large {
					t.Errorf("the large field came back with %d bytes", len(got.Text))
				}
			})
		}
		all.Wait()
	})
}

// TestSharedTooLarge: a value that is too large for a reply is an error of who asks for it, and of nobody else.
func TestSharedTooLarge(t *testing.T) {
	r := connectWith(t, RedisOptions{URL: redistest.All()[1].URL(t), ShareAbove: 1, MaxReply: 2 << 20})
	ask(t, r, "set", "large", strings.Repeat("x", 3<<20))
	done := make(chan struct{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					ask(t, r, "incr", "n", 1)
				}
			}
		})
	}
	for range 20 {
		var e *CacheError
		if _, err := r.Do(t.Context(), request(t, "get", "large")); !errors.As(err, &e) || e.Code != RedisError || !strings.Contains(e.Message, "2MiB") {
			t.Errorf("got %v", err)
		}
	}
	close(done)
	all.Wait()
}

// TestSharedLeaves: a caller whose context ends leaves at once, and what it has not sent by then is never sent.
func TestSharedLeaves(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	arrived := make(chan struct{}, 10)
	url := fakeServer(t, func(command []string) string {
		switch command[0] {
		case "ping":
			return "+PONG"
		case "hello":
			return ""
		}
		mu.Lock()
		defer mu.Unlock()
		seen[command[1]]++
		arrived <- struct{}{}
		if strings.Contains(command[1], "silent") {
			return silence
		}
		return ":1"
	})
	r := connectWith(t, RedisOptions{URL: url + "?read_timeout=1s", ShareAbove: 1})
	var all sync.WaitGroup
	for range sharedLanes { // all lanes are in use
		all.Go(func() {
			var e *CacheError
			if _, err := r.Do(t.Context(), request(t, "incr", "silent", 1)); !errors.As(err, &e) || e.Code != UnknownOutcome {
				t.Errorf("got %v, want %s", err, UnknownOutcome)
			}
		})
		<-arrived
	}
	cause := errors.New("the run has ended")
	for _, test := range []struct {
		key string
		end func() (context.Context, context.CancelFunc)
	}{
		{"deadline", func() (context.Context, context.CancelFunc) {
			return context.WithTimeoutCause(t.Context(), time.Millisecond, cause)
		}},
		{"cancel", func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Millisecond, func() { cancel(cause) })
			return ctx, func() { cancel(nil) }
		}},
	} {
		ctx, cancel := test.end()
		if _, err := r.Do(ctx, request(t, "incr", test.key, 1)); err != cause {
			t.Errorf("%s: got %v, want the context's cause", test.key, err)
		}
		cancel()
	}
	all.Go(func() { ask(t, r, "incr", "after", 1) })
	all.Wait()
	mu.Lock()
	defer mu.Unlock()
	for key, n := range seen {
		if strings.Contains(key, "deadline") || strings.Contains(key, "cancel") {
			t.Errorf("%s was sent %d times", key, n)
		}
	}
}
