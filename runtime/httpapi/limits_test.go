package httpapi

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

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
			answers := make(chan response, 2)
			wait := func(key string) {
				r, err := h.send(t.Context(), request{method: "POST", path: "/v1/run/wait", body: `{"args":["` + key + `"]}`})
				if err != nil {
					t.Error(err)
				} else {
					r.Body.Close()
					answers <- response{status: r.StatusCode}
				}
			}
			go wait("first")
			h.metric(t, "dff_runs_running 1")
			go wait("second")
			h.metric(t, "dff_runs_waiting 1")
			h.metric(t, "dff_max_concurrent_runs 1")

			got := h.do(t, request{method: "POST", path: "/v1/run/hello"})
			if got.status != 503 || got.header.Get("Retry-After") != "1" || !strings.Contains(got.body, `"code":"busy"`) || !strings.Contains(got.body, "1 runs wait already") {
				t.Errorf("a full line: %v", got)
			}
			newSchemaCheck(t).answer(t, "/v1/run/{target}", "post", got)

			h.push(t, "first", "second")
			for range 2 {
				if a := <-answers; a.status != 200 {
					t.Errorf("a run that waited: %v", a)
				}
			}
			if got := h.do(t, request{method: "POST", path: "/v1/run/hello"}); got.status != 200 {
				t.Errorf("afterwards: %v", got)
			}
			h.metric(t, "dff_runs_running 0")
			h.metric(t, `dff_runs_total{outcome="busy",script="hello"} 1`)
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
	if g := newGate(0, 0, 0); cap(g.slots) < 8 || g.maxWaiting != int64(32*cap(g.slots)) || g.maxWait != DefaultMaxWait {
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
			`dff_runs_total{outcome="ok",script="hello"} 2`,
			`dff_runs_total{outcome="error",script="throws"} 1`,
			`dff_runs_total{outcome="timeout",script="loop"} 1`,
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
		if strings.Contains(body, "nosuch") {
			t.Error("a script that does not exist has a metric")
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
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if strings.Contains(f.String(), "goes") || strings.HasPrefix(f.GetName(), "dff_run_seconds") && !strings.Contains(f.String(), "stays") {
			t.Errorf("%s", f)
		}
	}
}
