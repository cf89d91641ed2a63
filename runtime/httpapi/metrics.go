package httpapi

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
)

// Metrics is what a Handler counts, in Prometheus's terms. Make one with NewMetrics; it is safe for concurrent use, and
// belongs to one Handler.
type Metrics struct {
	runs, seconds, duration, cache, reloads, requests *family

	owned atomic.Bool // by a Handler
}

// NewMetrics returns Metrics in which nothing has been counted.
func NewMetrics() *Metrics {
	m := &Metrics{
		runs:     newFamily("counter", "dff_runs_total", "Runs of the scripts that exist, by how they ended.", "script", "outcome"),
		seconds:  newFamily("counter", "dff_run_seconds_total", "Time that the runs of a script took, waiting included.", "script"),
		duration: newFamily("histogram", "dff_run_duration_seconds", "How long runs took, waiting included, by how they ended.", "outcome"),
		cache: newFamily("counter", "dff_cache_calls_total",
			`Calls of DFF.CACHE. The result is "ok", the code of a CacheError, or "ended": the run ended first.`, "method", "result"),
		reloads:  newFamily("counter", "dff_reloads_total", "How often a change of the script directory went live."),
		requests: newFamily("counter", "dff_http_requests_total", "HTTP requests that were answered, by route and status.", "route", "status"),
	}
	m.duration.bounds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
	m.reloads.add(0) // a series without labels exists from the start
	return m
}

// Backend returns a Backend that counts the calls which it passes on to b.
func (m *Metrics) Backend(b bindings.Backend) bindings.Backend { return countingBackend{b, m.cache} }

type countingBackend struct {
	bindings.Backend
	calls *family
}

// Do carries out one request and counts it. Methods and results are those of the table and the codes, so that their number is bounded.
func (b countingBackend) Do(ctx context.Context, q *bindings.Request) (bindings.Reply, error) {
	reply, err := b.Backend.Do(ctx, q)
	b.calls.add(1, q.Method.Name, cacheResult(err))
	return reply, err
}

// DoBatch carries out a pipeline and counts each of its calls.
func (b countingBackend) DoBatch(ctx context.Context, batch *bindings.Batch) ([]bindings.Result, error) {
	results, err := b.Backend.DoBatch(ctx, batch)
	for i := range batch.Calls {
		result := cacheResult(err)
		if err == nil && results[i].Err != nil {
			result = cacheResult(results[i].Err)
		}
		b.calls.add(1, batch.Calls[i].Method.Name, result)
	}
	return results, err
}

// run counts a run of a script that exists.
func (m *Metrics) run(script string, result *runtime.Result) {
	m.runs.add(1, script, string(result.Outcome))
	m.seconds.add(result.Elapsed.Seconds(), script)
	m.duration.add(result.Elapsed.Seconds(), string(result.Outcome))
}

// forget drops the series of scripts that are gone: their number must not grow with every name that ever was.
func (m *Metrics) forget(exists func(script string) bool) {
	m.runs.keep(exists)
	m.seconds.keep(exists)
}

// metricsPage is GET /metrics.
func (h *Handler) metricsPage(w http.ResponseWriter, _ *http.Request) {
	m := h.metrics
	m.forget(h.exists)
	var page bytes.Buffer
	for _, f := range []*family{m.runs, m.seconds, m.duration, m.cache, m.reloads, m.requests} {
		f.write(&page)
	}
	h.writeState(&page)
	writeProcess(&page)
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout))
	_, _ = w.Write(page.Bytes())
}

// counted counts the answers of a route.
func (h *Handler) counted(route string, serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		counter := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() { h.metrics.requests.add(1, route, strconv.Itoa(counter.status)) }()
		serve(counter, r)
	}
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the server's own writer.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// writeState writes what a Handler knows rather than counts: it is read when somebody asks.
func (h *Handler) writeState(page *bytes.Buffer) {
	byStatus := newFamily("gauge", "dff_scripts", "Scripts of the directory, by status.", "status")
	for status, n := range h.countScripts() {
		byStatus.add(float64(n), string(status))
	}
	byStatus.write(page)
	writeValue(page, "gauge", "dff_event_streams", "Clients that follow the events.", float64(h.broker.listeners()))
	pool, pooled := h.engine.Workers()
	if !pooled {
		pool.Size, pool.Busy, pool.Waiting = cap(h.gate.slots), len(h.gate.slots), int(h.gate.waiting.Load())
	}
	writeValue(page, "gauge", "dff_max_concurrent_runs", "Runs that may be under way at once.", float64(pool.Size))
	writeValue(page, "gauge", "dff_runs_running", "Runs under way.", float64(pool.Busy))
	writeValue(page, "gauge", "dff_runs_waiting", "Runs that wait for their turn.", float64(pool.Waiting))
	if !pooled {
		return
	}
	writeValue(page, "counter", "dff_workers_started_total", "Worker processes started.", float64(pool.Spawned))
	writeValue(page, "counter", "dff_workers_replaced_total", "Worker processes that were not used again after a run, or died idle.", float64(pool.Replaced))
	workers := newFamily("gauge", "dff_workers", "Worker processes, by what they do.", "state")
	workers.add(float64(pool.Busy), "busy")
	workers.add(float64(pool.Idle), "idle")
	workers.add(float64(pool.Starting), "starting")
	killed := newFamily("counter", "dff_workers_killed_total", "Worker processes that died under a run, by its outcome.", "outcome")
	for _, outcome := range sandbox.Outcomes {
		if n := pool.Killed[outcome]; n > 0 {
			killed.add(float64(n), string(outcome))
		}
	}
	kills := newFamily("gauge", "dff_script_kills", "Kills that a script's back-off remembers.", "script")
	backoff := newFamily("gauge", "dff_script_backoff_seconds", "Time until a script that was killed repeatedly may run again.", "script")
	for _, b := range pool.Backoff {
		if h.exists(b.Key) {
			kills.add(float64(b.Kills), b.Key)
			if b.Wait > 0 {
				backoff.add(b.Wait.Seconds(), b.Key)
			}
		}
	}
	for _, f := range []*family{workers, killed, kills, backoff} {
		f.write(page)
	}
}
