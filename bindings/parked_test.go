package bindings

import (
	"sync"
	"testing"
	"time"

	"dff/tests/redistest"
)

// TestParked has a lone caller, with a clock that stands still: its connection is fetched from the pool once.
func TestParked(t *testing.T) {
	r := connect(t, "")
	var clock time.Duration
	r.parking.now = func() time.Duration { return clock }
	fetched := func() uint32 { s := r.parking.client.PoolStats(); return s.Hits + s.Misses }

	for _, step := range []struct {
		name    string
		after   time.Duration // since the call before
		fetches uint32
		parked  bool
	}{
		{"the first call", time.Hour, 1, false},
		{"one that follows at once", 0, 1, true},
		{"the next", parkedIdle - 1, 0, true},
		{"the next", 0, 0, true},
		{"one that comes later", parkedIdle, 1, false},
		{"one behind it", 0, 1, true},
		{"the next", 0, 0, true},
	} {
		clock += step.after
		before := fetched()
		ask(t, r, "get", "n")
		if got := fetched() - before; got != step.fetches {
			t.Errorf("%s: fetched %d connections, want %d", step.name, got, step.fetches)
		}
		if got := r.parking.parked.Load() != nil; got != step.parked {
			t.Errorf("%s: parked is %t, want %t", step.name, got, step.parked)
		}
	}

	for range 2 * parkedLife / (parkedIdle - 1) {
		clock += parkedIdle - 1
		ask(t, r, "get", "n")
		if since := r.parking.parked.Load().since; clock-since > parkedLife {
			t.Fatalf("a connection was away from its pool for %v", clock-since)
		}
	}
}

// TestParkedWithOthers has callers come while a connection is parked, where the pool has one more.
func TestParkedWithOthers(t *testing.T) {
	r := connectWith(t, RedisOptions{PoolSize: 2, ShareAbove: -1})
	r.parking.now = func() time.Duration { return 0 }
	const callers, calls = 8, 200
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for range calls {
				if _, err := r.Do(t.Context(), request(t, "incr", "n")); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if got := ask(t, r, "incr", "n").Int; got != callers*calls+1 {
		t.Errorf("counted to %d, want %d", got, callers*calls+1)
	}
}

// TestParkedBroken has the server close connections that are parked.
func TestParkedBroken(t *testing.T) {
	url := redistest.Standalone(t)
	r := connectWith(t, RedisOptions{URL: url})
	var clock time.Duration
	r.parking.now = func() time.Duration { return clock }
	killer := redistest.Dial(t, url)
	for turn := range int64(3) {
		for range 2 {
			ask(t, r, "get", "n")
		}
		if r.parking.parked.Load() == nil {
			t.Fatal("no connection is parked")
		}
		if _, err := killer.Do(t.Context(), "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"); err != nil {
			t.Fatal(err)
		}
		clock += parkedIdle // the next call has the connection examined, and must not be lost
		if got := ask(t, r, "incr", "n").Int; got != turn+1 {
			t.Fatalf("incr gave %d, want %d", got, turn+1)
		}
		if _, err := killer.Do(t.Context(), "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"); err != nil {
			t.Fatal(err)
		}
		ask(t, r, "get", "n") // one that follows at once may be repeated
	}
}
