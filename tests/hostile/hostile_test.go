package hostile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	goruntime "runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// race says that the race detector is on, which multiplies time and memory: limits are then reached where they are not
// meant to be.
var race = slices.ContainsFunc(buildSettings(), func(s debug.BuildSetting) bool { return s.Key == "-race" && s.Value == "true" })

func buildSettings() []debug.BuildSetting {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	return info.Settings
}

// parallel is how many hostile scripts run at a time.
const parallel = 4

// grace is how long a run may go on after its time limit before its worker is killed: not long, for a hundred of them loop.
const grace = 20 * time.Millisecond

// lateness is how long after its time limit a run may still end.
const lateness = grace + 400*time.Millisecond

// newEngine returns an engine over all scripts, and what shuts it down together with its store.
func newEngine(t *testing.T, workers sandbox.PoolOptions) (e *runtime.Engine, shutdown func()) {
	t.Helper()
	_, dir, err := Scripts()
	if err != nil {
		t.Fatal(err)
	}
	set := scripts.New(dir)
	workers.Grace = grace
	e, err = runtime.New(runtime.Options{Scripts: func() *scripts.Set { return set }, Isolation: runtime.OutProcess,
		Limits: Limits, Policy: bindings.OwnScopes(), Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return e, func() {
		if err := e.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// pace is how often the honest script is called at most: it is to notice, and not to be a load itself.
const pace = 10 * time.Millisecond

// honest calls the script of that name all the time, and keeps what its runs took.
type honest struct {
	engine *runtime.Engine
	stop   atomic.Bool
	done   chan struct{}

	mu      sync.Mutex
	began   time.Time // the run under way
	periods []period
}

type period struct{ from, to time.Time }

func startHonest(t *testing.T, e *runtime.Engine) *honest {
	h := &honest{engine: e, done: make(chan struct{})}
	go func() {
		defer close(h.done)
		breath := time.NewTicker(pace)
		defer breath.Stop()
		for n := 0; !h.stop.Load(); n++ {
			h.call(t, n)
			<-breath.C
		}
	}()
	return h
}

func (h *honest) call(t *testing.T, n int) {
	p := period{from: time.Now()}
	h.mu.Lock()
	h.began = p.from
	h.mu.Unlock()
	r, err := h.engine.Run(context.Background(), runtime.Call{Script: "honest", Args: []any{n}})
	if err != nil {
		t.Errorf("honest run %d: %v", n, err)
	} else if got := string(r.Value); got != HonestResult(n) {
		t.Errorf("honest run %d returned %s", n, got)
	}
	p.to = time.Now()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.periods = append(h.periods, p)
}

// slowest returns the longest time that a run took which was under way after from.
func (h *honest) slowest(from time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	longest := time.Since(h.began)
	for i := len(h.periods) - 1; i >= 0 && h.periods[i].to.After(from); i-- {
		longest = max(longest, h.periods[i].to.Sub(h.periods[i].from))
	}
	return longest
}

// leavings is what runs may leave behind in their host.
type leavings struct {
	heap  uint64
	files int // open descriptors; 0 where they cannot be counted
}

func measure() leavings {
	goruntime.GC()
	goruntime.GC() // what the first one finalized
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd")
	return leavings{m.HeapAlloc, len(files)}
}

func TestScripts(t *testing.T) {
	all, _, err := Scripts()
	if err != nil {
		t.Fatal(err)
	}
	before := measure()
	const size = 2*parallel + 2 // a worker that is being replaced takes a place, too
	e, shutdown := newEngine(t, sandbox.PoolOptions{Size: size, Spare: 2})
	h := startHonest(t, e)

	work := make(chan Script)
	var wg sync.WaitGroup
	for range parallel {
		wg.Go(func() {
			for s := range work {
				t.Run(s.Name, func(t *testing.T) { runScript(t, e, h, s) })
			}
		})
	}
	for _, s := range all {
		work <- s
	}
	close(work)
	wg.Wait()
	h.stop.Store(true)
	<-h.done
	t.Logf("%d hostile runs, %d honest ones beside them", len(all), len(h.periods))

	for n := range size { // all at once: each worker that there can be has to do one
		wg.Go(func() { h.call(t, n) })
	}
	wg.Wait()
	if s, _ := e.Workers(); s.Busy != 0 || s.Waiting != 0 {
		t.Errorf("after the last run: %+v", s)
	} else {
		t.Logf("%d workers started, %d replaced, killed %v", s.Spawned, s.Replaced, s.Killed)
	}
	shutdown()
	checkChildren(t)
	h.periods = nil
	after := measure()
	if after.heap > before.heap+8<<20 {
		t.Errorf("the heap holds %d KiB, %d KiB before", after.heap>>10, before.heap>>10)
	}
	if after.files > before.files+2 { // the poller's own
		t.Errorf("%d open descriptors, %d before", after.files, before.files)
	}
}

func runScript(t *testing.T, e *runtime.Engine, h *honest, s Script) {
	start := time.Now()
	r, err := e.Run(t.Context(), runtime.Call{Script: s.Name, Func: s.Function, Timeout: s.Timeout})
	took := time.Since(start)
	if !s.Right(r.Outcome) && !race {
		t.Errorf("outcome %s after %v, want %v: %v", r.Outcome, took, s.Outcomes, err)
	}
	// What the honest script had to wait meanwhile is not this one's fault: the machine is that slow.
	if slow := h.slowest(start); took > s.Timeout+lateness+4*slow && !race {
		t.Errorf("took %v, of it %v for a worker, with a time limit of %v; the honest script %v", took, r.Waited, s.Timeout, slow)
	}
	if s.Result != "" && !(race && err != nil) {
		if diff := cmp.Diff(decode(t, s.Result), decode(t, string(r.Value))); diff != "" {
			t.Errorf("result (-want +got):\n%s", diff)
		}
	}
	var f *runtime.Failure
	if errors.As(err, &f) {
		checkText(t, f.Error()+f.Frame+fmt.Sprint(f.Stack))
	} else if err != nil {
		checkText(t, err.Error())
	}
	size := 0
	for _, entry := range r.Logs {
		size += len(entry.Message)
	}
	if int64(size) > Limits.LogBytes {
		t.Errorf("%d bytes of logs", size)
	}
}

// checkText bounds what an error may hold: it goes into logs and answers.
func checkText(t *testing.T, text string) {
	t.Helper()
	if len(text) > 256<<10 {
		t.Errorf("an error of %d bytes: %.200s…", len(text), text)
	}
}

func decode(t *testing.T, text string) (v any) {
	t.Helper()
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	return v
}

// TestNothingIsLeft runs scripts that their worker survives, and looks what the next run in that worker finds.
func TestNothingIsLeft(t *testing.T) {
	all, _, err := Scripts()
	if err != nil {
		t.Fatal(err)
	}
	e, shutdown := newEngine(t, sandbox.PoolOptions{Size: 1, Spare: -1})
	defer shutdown()
	probe := func(t *testing.T) string {
		r, err := e.Run(t.Context(), runtime.Call{Script: "probe"})
		if err != nil {
			t.Fatal(err)
		}
		return string(r.Value)
	}
	want := probe(t)
	checked := 0
	for _, s := range all {
		category, _, _ := strings.Cut(s.Name, "/")
		survives := s.Right(sandbox.OK) || s.Right(sandbox.Error) || s.Right(sandbox.Log)
		if !survives || !slices.Contains([]string{"log", "pollution", "proxy", "reach", "scopes", "throw"}, category) {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			if _, err := e.Run(t.Context(), runtime.Call{Script: s.Name, Func: s.Function}); err == nil && !s.Right(sandbox.OK) {
				t.Error("it succeeded")
			}
			workers, _ := e.Workers()
			if got := probe(t); got != want {
				t.Errorf("what the next run found (-before +after):\n%s", cmp.Diff(decode(t, want), decode(t, got)))
			}
			if after, _ := e.Workers(); after.Spawned == workers.Spawned {
				checked++
			}
		})
	}
	t.Logf("%d scripts were followed by another run in their worker", checked)
	if checked < 100 {
		t.Errorf("only %d scripts were followed by another run in their worker", checked)
	}
}
