package tests

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/tests/redistest"
)

// workerPIDs lists the worker processes of this process.
func workerPIDs(t testing.TB) []int {
	dir, err := os.ReadDir("/proc")
	if err != nil {
		t.Error(err)
	}
	var pids []int
	for _, d := range dir {
		pid, err := strconv.Atoi(d.Name())
		if err != nil {
			continue
		}
		stat, _ := os.ReadFile("/proc/" + d.Name() + "/stat") // it may be gone
		// pid (program) state parent …; workers are started from /proc/self/exe.
		if _, rest, ok := bytes.Cut(stat, []byte(" (exe) ")); ok {
			if fields := bytes.Fields(rest); len(fields) > 1 && string(fields[1]) == strconv.Itoa(os.Getpid()) {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// killer kills a worker from outside, one taken at random, each time it is told to, until it is stopped.
type killer struct {
	wanted chan struct{}
	done   chan struct{}
	kills  int
}

func startKiller(t *testing.T) *killer {
	k := &killer{wanted: make(chan struct{}, 1), done: make(chan struct{})}
	go func() {
		defer close(k.done)
		for range k.wanted {
			if pids := workerPIDs(t); len(pids) > 0 && syscall.Kill(pids[rand.IntN(len(pids))], syscall.SIGKILL) == nil {
				k.kills++
			}
		}
	}()
	return k
}

// sometimes asks for a kill with probability p.
func (k *killer) sometimes(p float64) {
	if rand.Float64() < p {
		select {
		case k.wanted <- struct{}{}:
		default: // it is at it
		}
	}
}

func (k *killer) stop() {
	close(k.wanted)
	<-k.done
}

// expected reports whether a run may end so while somebody kills workers: they also die while they start, and the run that
// one was started for has then not begun.
func expected(o sandbox.Outcome) bool {
	return o == sandbox.OK || o == sandbox.Killed || o == sandbox.Busy
}

// TestKilledAtRandom kills workers at any moment of their runs. Every run ends in one way, and the counters hold what was
// acknowledged, and of each killed run at most the one increment whose answer it did not live to see.
func TestKilledAtRandom(t *testing.T) {
	const callers, runs, increments = 8, 10_000, 3
	e := newEngine(t, runtime.Options{Isolation: runtime.OutProcess, Workers: sandbox.PoolOptions{Size: callers, PerKey: callers, Spare: callers / 2}}, map[string]string{
		"count.js": fmt.Sprintf("exports.main = () => { for (let i = 0; i < %d; i++) console.log(DFF.CACHE.incr('n', 1, 'counter')) }", increments),
		"read.js":  "exports.main = () => Number(DFF.CACHE.get('n', 'counter'))",
	})
	k := startKiller(t)
	var mu sync.Mutex
	outcomes := map[sandbox.Outcome]int{}
	acknowledged := map[string]bool{}
	var begun atomic.Int64
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for begun.Add(1) <= runs {
				k.sometimes(0.01)
				r, err := e.Run(t.Context(), runtime.Call{Script: "count"})
				mu.Lock()
				outcomes[r.Outcome]++
				if (err == nil) != (r.Outcome == sandbox.OK) || !expected(r.Outcome) {
					t.Errorf("outcome %s, error %v", r.Outcome, err)
				}
				if r.Outcome == sandbox.OK && len(r.Logs) != increments {
					t.Errorf("a run that succeeded counted %d times", len(r.Logs))
				}
				for _, entry := range r.Logs {
					if acknowledged[entry.Message] {
						t.Errorf("%s was counted twice", entry.Message)
					}
					acknowledged[entry.Message] = true
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	k.stop()
	r, err := e.Run(t.Context(), runtime.Call{Script: "read"})
	if err != nil {
		t.Fatal(err)
	}
	counter, err := strconv.Atoi(string(r.Value))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d workers killed; runs %v; counter %d, acknowledged %d", k.kills, outcomes, counter, len(acknowledged))
	if least, most := len(acknowledged), len(acknowledged)+outcomes[sandbox.Killed]; counter < least || counter > most {
		t.Errorf("the counter is %d, want %d to %d", counter, least, most)
	}
	if k.kills < runs/200 || outcomes[sandbox.Killed] == 0 {
		t.Errorf("%d workers killed, runs %v", k.kills, outcomes)
	}
	if s, _ := e.Workers(); s.Busy != 0 || len(s.Backoff) != 0 {
		t.Errorf("who is killed from outside is not to blame: %+v", s)
	}
}

// TestKilledWhileWaiting kills workers whose runs wait for an element, or have just got it: each element reaches one run
// that succeeds, or is in its list.
func TestKilledWhileWaiting(t *testing.T) {
	for _, target := range []string{"embedded", "standalone"} {
		t.Run(target, func(t *testing.T) {
			url := ""
			if target == "standalone" {
				redistest.Need(t)
				url = redistest.Standalone(t)
			}
			testKilledWhileWaiting(t, connect(t, url, ""))
		})
	}
}

func testKilledWhileWaiting(t *testing.T, backend *bindings.Redis) {
	t.Cleanup(func() {
		if err := backend.Close(); err != nil {
			t.Error(err)
		}
	})
	const callers, elements = 8, 1500
	e := newEngine(t, runtime.Options{Isolation: runtime.OutProcess, Backend: backend, Workers: sandbox.PoolOptions{Size: callers, PerKey: callers, Spare: callers / 2}},
		map[string]string{"take.js": "exports.main = () => { const got = DFF.CACHE.blpop('q', 1, 'queue'); return got && Number(got[1]) }"})
	safe := newEngine(t, runtime.Options{Backend: backend}, map[string]string{
		"put.js":  "exports.main = n => DFF.CACHE.rpush('q', n, 'queue')",
		"rest.js": "exports.main = () => DFF.CACHE.lrange('q', 0, -1, 'queue').map(Number)",
	})
	k := startKiller(t)
	var produced atomic.Bool
	var mu sync.Mutex
	outcomes := map[sandbox.Outcome]int{}
	times := make([]int, elements) // how often each element was seen
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for {
				last := produced.Load()
				k.sometimes(0.1)
				r, err := e.Run(t.Context(), runtime.Call{Script: "take"})
				mu.Lock()
				outcomes[r.Outcome]++
				mu.Unlock()
				if err != nil {
					if !expected(r.Outcome) {
						t.Errorf("outcome %s: %v", r.Outcome, err)
					}
					continue
				}
				if string(r.Value) == "null" {
					if last {
						return
					}
					continue
				}
				n, err := strconv.Atoi(string(r.Value))
				if err != nil || n < 0 || n >= elements {
					t.Errorf("took %s", r.Value)
					continue
				}
				mu.Lock()
				times[n]++
				mu.Unlock()
			}
		})
	}
	for n := range elements {
		if _, err := safe.Run(t.Context(), runtime.Call{Script: "put", Args: []any{n}}); err != nil {
			t.Error(err)
		}
	}
	produced.Store(true)
	wg.Wait()
	k.stop()

	// What a killed run was about to get may still be on its way back.
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		r, err := safe.Run(t.Context(), runtime.Call{Script: "rest"})
		if err != nil {
			t.Fatal(err)
		}
		var rest []int
		if err := json.Unmarshal(r.Value, &rest); err != nil {
			t.Fatal(err)
		}
		seen := slices.Clone(times)
		for _, n := range rest {
			seen[n]++
		}
		lost, twice := 0, 0
		for _, n := range seen {
			if n == 0 {
				lost++
			} else if n > 1 {
				twice++
			}
		}
		if twice > 0 {
			t.Fatalf("%d elements were delivered twice", twice)
		}
		if lost == 0 {
			t.Logf("%d workers killed; runs %v; %d elements back in the list", k.kills, outcomes, len(rest))
			break
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("%d workers killed; runs %v; %d elements lost", k.kills, outcomes, lost)
		}
	}
	if k.kills == 0 || outcomes[sandbox.Killed] == 0 {
		t.Errorf("%d workers killed, runs %v", k.kills, outcomes)
	}
}

// TestKilledAgainAndAgain: a script whose runs have to be killed gets its workers later and later, and nobody else does.
func TestKilledAgainAndAgain(t *testing.T) {
	const callers = 8
	e := newEngine(t, runtime.Options{
		Isolation: runtime.OutProcess,
		Limits:    sandbox.Limits{Timeout: 10 * time.Second},
		Workers:   sandbox.PoolOptions{Size: 4, Spare: 2, Grace: time.Millisecond, MaxWait: 250 * time.Millisecond},
	}, map[string]string{
		"bad.js":  "exports.main = () => /^(?=(a+)+$)/.test('a'.repeat(60) + '!')",
		"good.js": "exports.main = n => n + 1",
	})
	stop := make(chan struct{})
	var refused atomic.Int64
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, err := e.Run(t.Context(), runtime.Call{Script: "bad", Timeout: 20 * time.Millisecond})
				var busy *sandbox.BusyError
				switch {
				case r.Outcome == sandbox.Timeout:
				case r.Outcome == sandbox.Busy && errors.As(err, &busy):
					if busy.RetryAfter > 0 && strings.Contains(err.Error(), `"bad" was killed`) {
						refused.Add(1)
					}
				default:
					t.Errorf("outcome %s: %v", r.Outcome, err)
				}
			}
		})
	}
	var status sandbox.Status
	good := 0
	for deadline := time.Now().Add(time.Minute); refused.Load() == 0; good++ {
		r, err := e.Run(t.Context(), runtime.Call{Script: "good", Args: []any{good}})
		if err != nil || string(r.Value) != strconv.Itoa(good+1) {
			t.Errorf("good run %d: %s, %v", good, r.Value, err)
		}
		status, _ = e.Workers()
		if time.Now().After(deadline) {
			t.Error("the bad script was never kept waiting")
			break
		}
	}
	close(stop)
	wg.Wait()
	t.Logf("%d good runs; %d workers started; %+v", good, status.Spawned, status.Backoff)
	if len(status.Backoff) != 1 || status.Backoff[0].Key != "bad" || status.Backoff[0].Kills < 4 {
		t.Errorf("status %+v", status)
	}
	if kills := status.Killed[sandbox.Timeout]; status.Spawned > 4+2*kills {
		t.Errorf("%d workers were started for %d kills", status.Spawned, kills)
	}
}
