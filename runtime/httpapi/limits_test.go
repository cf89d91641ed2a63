package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	goruntime "runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

// runners are two ways to bound the runs under way to one, and those that wait to one.
var runners = map[string]func(*runtime.Options, *Options){
	"in this process": func(_ *runtime.Options, o *Options) { o.MaxConcurrent, o.MaxWaiting = 1, 1 },
	"in workers": func(e *runtime.Options, _ *Options) {
		e.Isolation = runtime.OutProcess
		e.Workers = sandbox.PoolOptions{Size: 1, MaxWaiting: 1}
	},
}

// TestConcurrency fills the runners and the waiting line, and empties them again.
func TestConcurrency(t *testing.T) {
	for name, configure := range runners {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, configure)
			type answer struct {
				status int
				runRecord
			}
			answers := make(chan answer, 2)
			wait := func(key string) {
				r, err := h.send(t.Context(), request{method: "POST", path: "/v1/run/wait", body: `{"args":["` + key + `"]}`})
				if err != nil {
					t.Error(err)
				} else {
					var record runRecord
					if err := json.NewDecoder(r.Body).Decode(&record); err != nil {
						t.Error(err)
					}
					r.Body.Close()
					answers <- answer{r.StatusCode, record}
				}
			}
			go wait("first")
			h.metric(t, "dff_runs_running 1")
			go wait("second")
			h.metric(t, "dff_runs_waiting 1")
			waiting := time.Now()
			h.metric(t, "dff_max_concurrent_runs 1")

			got := h.do(t, request{method: "POST", path: "/v1/run/hello"})
			if got.status != 503 || got.header.Get("Retry-After") != "1" || !strings.Contains(got.body, `"code":"busy"`) || !strings.Contains(got.body, "1 runs wait already") {
				t.Errorf("a full line: %v", got)
			}
			newSchemaCheck(t).answer(t, "/v1/run/{target}", "post", got)

			waited := milliseconds(time.Since(waiting))
			h.push(t, "first", "second")
			a, b := <-answers, <-answers
			if a.status != 200 || b.status != 200 || max(a.Waited, b.Waited) < waited || a.Waited > a.Elapsed || b.Waited > b.Elapsed {
				t.Errorf("two runs of which one waited at least %v: %+v, %+v", time.Duration(waited), a, b)
			}
			if got := h.do(t, request{method: "POST", path: "/v1/run/hello"}); got.status != 200 {
				t.Errorf("afterwards: %v", got)
			}
			h.metric(t, "dff_runs_running 0")
			h.metric(t, `dff_runs_total{script="hello",outcome="busy"} 1`)
		})
	}
}

// push adds an element to lists of the script wait, behind the back of the host under test.
func (h *host) push(t *testing.T, keys ...string) {
	t.Helper()
	engine, err := runtime.New(runtime.Options{Scripts: h.scripts, Backend: h.store})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Shutdown(context.Background())
	for _, key := range keys {
		if _, err := engine.Run(t.Context(), runtime.Call{Script: "push", Args: []any{key}}); err != nil {
			t.Fatal(err)
		}
	}
}

// metric waits until a line is among the metrics.
func (h *host) metric(t *testing.T, line string) {
	t.Helper()
	var got response
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		got = h.do(t, request{path: "/metrics"})
		if strings.Contains(got.body, "\n"+line+"\n") {
			return
		}
	}
	t.Fatalf("no line %q in\n%s", line, got.body)
}

func TestGate(t *testing.T) {
	g := newGate(1, 1, time.Millisecond)
	if err := g.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	var busy *sandbox.BusyError
	if err := g.enter(t.Context()); !errors.As(err, &busy) || !strings.Contains(err.Error(), "waited 1ms") {
		t.Errorf("waited too long: %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(runtime.ErrShutdown)
	if err := g.enter(ctx); !errors.Is(err, runtime.ErrShutdown) {
		t.Errorf("canceled: %v", err)
	}
	g.leave()
	if err := g.enter(ctx); err != nil {
		t.Errorf("free: %v", err)
	}
	if g.waiting.Load() != 0 {
		t.Errorf("%d wait", g.waiting.Load())
	}
	if g := newGate(0, 0, 0); cap(g.slots) < 64 || g.maxWaiting != int64(32*cap(g.slots)) || g.maxWait != DefaultMaxWait {
		t.Errorf("defaults: %+v", g)
	}
}

// TestMetrics reads what is counted, in both isolations.
func TestMetrics(t *testing.T) {
	eachIsolation(t, func(t *testing.T, isolation runtime.Isolation) {
		h := newHost(t, func(e *runtime.Options, _ *Options) { e.Isolation = isolation })
		for _, target := range []string{"hello", "hello", "throws", "cache", "loop?timeout=10ms", "nosuch"} {
			h.do(t, request{method: "POST", path: "/v1/run/" + target})
		}
		h.Changed(h.scripts(), scripts.Change{Added: []string{"hello.js"}})
		for _, line := range []string{
			`dff_runs_total{script="hello",outcome="ok"} 2`,
			`dff_runs_total{script="throws",outcome="error"} 1`,
			`dff_runs_total{script="loop",outcome="timeout"} 1`,
			`dff_run_duration_seconds_count{outcome="ok"} 3`,
			`dff_cache_calls_total{method="set",result="ok"} 1`,
			`dff_cache_calls_total{method="lpush",result="WRONGTYPE"} 1`,
			`dff_scripts{status="broken"} 0`,
			`dff_reloads_total 1`,
			`dff_event_streams 0`,
			`dff_http_requests_total{route="/v1/run/{target...}",status="404"} 1`,
			`dff_http_requests_total{route="/v1/run/{target...}",status="504"} 1`,
		} {
			h.metric(t, line)
		}
		body := h.do(t, request{path: "/metrics"}).body
		checkExposition(t, body)
		if strings.Contains(body, "nosuch") {
			t.Error("a script that does not exist has a metric")
		}
		for _, name := range []string{"process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_max_fds"} {
			if strings.Contains(body, "\n"+name+" ") != (goruntime.GOOS == "linux") {
				t.Errorf("%s on %s", name, goruntime.GOOS)
			}
		}
		for _, name := range []string{`dff_workers{state="busy"}`, `dff_workers{state="idle"}`, "dff_workers_started_total", "dff_workers_replaced_total"} {
			if strings.Contains(body, "\n"+name) != (isolation == runtime.OutProcess) {
				t.Errorf("%s: isolation %s", name, isolation)
			}
		}
	})
}

// TestForgottenScripts has the series of a script end with it.
func TestForgottenScripts(t *testing.T) {
	m := NewMetrics()
	for _, script := range []string{"stays", "goes"} {
		m.run(script, &runtime.Result{Outcome: sandbox.OK, Elapsed: time.Second})
	}
	m.forget(func(script string) bool { return script == "stays" })
	var page bytes.Buffer
	m.runs.write(&page)
	m.seconds.write(&page)
	checkExposition(t, page.String())
	if strings.Contains(page.String(), "goes") || strings.Count(page.String(), `script="stays"`) != 2 {
		t.Errorf("%s", page.String())
	}
}

// TestExposition has the text of a page byte by byte: labels that need escaping, and the buckets of a histogram.
func TestExposition(t *testing.T) {
	runs := newFamily("counter", "runs_total", "Runs.", "script", "outcome")
	runs.add(1, "b", "ok")
	runs.add(2.5, "a\"\\\n}", "ok")
	runs.add(1, "b", "ok")
	took := newFamily("histogram", "took_seconds", "Time.", "outcome")
	took.bounds = []float64{.5, 1}
	for _, v := range []float64{.25, .5, .75, 4} {
		took.add(v, "ok")
	}
	var page bytes.Buffer
	for _, f := range []*family{runs, newFamily("gauge", "never", "Nothing."), took} {
		f.write(&page)
	}
	want := `# HELP runs_total Runs.
# TYPE runs_total counter
runs_total{script="a\"\\\n}",outcome="ok"} 2.5
runs_total{script="b",outcome="ok"} 2
# HELP took_seconds Time.
# TYPE took_seconds histogram
took_seconds_bucket{outcome="ok",le="0.5"} 2
took_seconds_bucket{outcome="ok",le="1"} 3
took_seconds_bucket{outcome="ok",le="+Inf"} 4
took_seconds_sum{outcome="ok"} 5.5
took_seconds_count{outcome="ok"} 4
`
	if diff := cmp.Diff(want, page.String()); diff != "" {
		t.Error(diff)
	}
	checkExposition(t, page.String())
	script, outcome := "b", "ok"
	if n := testing.AllocsPerRun(100, func() { runs.add(1, script, outcome); took.add(1, outcome) }); n != 0 {
		t.Errorf("counting allocates %v times", n)
	}
}

// A sampleLine is a metric's name, labels and value.
var sampleLine = regexp.MustCompile(`^([a-z][a-z0-9_]*)(?:\{((?:[a-z]+="(?:[^"\\]|\\["\\n])*"(?:,|\}))+))? (\S+)$`)

// checkExposition reports what a reader of Prometheus's text format refuses: a line that is no sample, a sample away from
// its metric's head, a second head or a second sample of a series.
func checkExposition(t *testing.T, page string) {
	t.Helper()
	seen := map[string]bool{}
	name, kind, help := "", "", ""
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		words := strings.SplitN(line, " ", 4)
		switch m := sampleLine.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "# HELP ") && len(words) == 4 && !seen[words[2]]:
			help = words[2]
			seen[help] = true
		case strings.HasPrefix(line, "# TYPE ") && len(words) == 4 && words[2] == help && help != name:
			name, kind = words[2], words[3]
			if !slices.Contains([]string{"counter", "gauge", "histogram", "summary"}, kind) || (kind == "counter") != strings.HasSuffix(name, "_total") {
				t.Errorf("%q", line)
			}
		case m == nil || seen[line[:len(line)-len(m[3])]]:
			t.Errorf("no sample, or not the only one: %q", line)
		default:
			seen[line[:len(line)-len(m[3])]] = true
			suffix, ok := strings.CutPrefix(m[1], name)
			_, err := strconv.ParseFloat(m[3], 64)
			compound := map[string]string{"histogram": "_bucket _sum _count", "summary": "_sum _count"}[kind]
			if !ok || err != nil || !slices.Contains(strings.Split(compound, " "), suffix) {
				t.Errorf("%q is no sample of the %s %s: %v", line, kind, name, err)
			}
		}
	}
}
