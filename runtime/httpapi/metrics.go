package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
)

// Metrics is what a Handler counts, in Prometheus's terms. Make one with NewMetrics; it is safe for concurrent use, and
// belongs to one Handler.
type Metrics struct {
	registry *prometheus.Registry
	runs     *prometheus.CounterVec
	seconds  *prometheus.CounterVec
	duration *prometheus.HistogramVec
	cache    *prometheus.CounterVec
	reloads  prometheus.Counter
	requests *prometheus.CounterVec

	mu      sync.Mutex
	scripts map[string]struct{} // that have series of their own
}

// NewMetrics returns Metrics in which nothing has been counted.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		runs: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dff_runs_total",
			Help: "Runs of the scripts that exist, by how they ended."}, []string{"script", "outcome"}),
		seconds: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dff_run_seconds_total",
			Help: "Time that the runs of a script took."}, []string{"script"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "dff_run_duration_seconds",
			Help: "How long runs took, by how they ended.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, []string{"outcome"}),
		cache: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dff_cache_calls_total",
			Help: `Calls of DFF.CACHE. The result is "ok", the code of a CacheError, or "ended": the run ended first.`}, []string{"method", "result"}),
		reloads: prometheus.NewCounter(prometheus.CounterOpts{Name: "dff_reloads_total",
			Help: "How often a change of the script directory went live."}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dff_http_requests_total",
			Help: "HTTP requests that were answered, by route and status."}, []string{"route", "status"}),
		scripts: make(map[string]struct{}),
	}
	m.registry.MustRegister(m.runs, m.seconds, m.duration, m.cache, m.reloads, m.requests,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Backend returns a Backend that counts the calls which it passes on to b.
func (m *Metrics) Backend(b bindings.Backend) bindings.Backend { return countingBackend{b, m.cache} }

type countingBackend struct {
	bindings.Backend
	calls *prometheus.CounterVec
}

// Do carries out one request and counts it. Methods and results are those of the table and the codes, so that their number is bounded.
func (b countingBackend) Do(ctx context.Context, q *bindings.Request) (bindings.Reply, error) {
	reply, err := b.Backend.Do(ctx, q)
	b.calls.WithLabelValues(q.Method.Name, cacheResult(err)).Inc()
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
		b.calls.WithLabelValues(batch.Calls[i].Method.Name, result).Inc()
	}
	return results, err
}

// run counts a run of a script that exists.
func (m *Metrics) run(script string, result *runtime.Result) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.scripts[script] = struct{}{}
	m.runs.WithLabelValues(script, string(result.Outcome)).Inc()
	m.seconds.WithLabelValues(script).Add(result.Elapsed.Seconds())
	m.duration.WithLabelValues(string(result.Outcome)).Observe(result.Elapsed.Seconds())
}

// forget drops the series of scripts that are gone: their number must not grow with every name that ever was.
func (m *Metrics) forget(exists func(script string) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for script := range m.scripts {
		if !exists(script) {
			delete(m.scripts, script)
			m.runs.DeletePartialMatch(prometheus.Labels{"script": script})
			m.seconds.DeleteLabelValues(script)
		}
	}
}

// metricsPage is GET /metrics.
func (h *Handler) metricsPage() http.HandlerFunc {
	page := promhttp.HandlerFor(h.metrics.registry, promhttp.HandlerOpts{})
	return func(w http.ResponseWriter, r *http.Request) {
		h.metrics.forget(h.exists)
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout))
		page.ServeHTTP(w, r)
	}
}

// counted counts the answers of a route.
func (h *Handler) counted(route string, serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		counter := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() { h.metrics.requests.WithLabelValues(route, strconv.Itoa(counter.status)).Inc() }()
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

// What a Handler knows rather than counts is read when somebody asks.
var (
	scriptsDesc    = prometheus.NewDesc("dff_scripts", "Scripts of the directory, by status.", []string{"status"}, nil)
	concurrentDesc = prometheus.NewDesc("dff_max_concurrent_runs", "Runs that may be under way at once.", nil, nil)
	runningDesc    = prometheus.NewDesc("dff_runs_running", "Runs under way.", nil, nil)
	waitingDesc    = prometheus.NewDesc("dff_runs_waiting", "Runs that wait for their turn.", nil, nil)
	streamsDesc    = prometheus.NewDesc("dff_event_streams", "Clients that follow the events.", nil, nil)
	workersDesc    = prometheus.NewDesc("dff_workers", "Worker processes, by what they do.", []string{"state"}, nil)
	startedDesc    = prometheus.NewDesc("dff_workers_started_total", "Worker processes started.", nil, nil)
	killedDesc     = prometheus.NewDesc("dff_workers_killed_total", "Worker processes that died under a run, by its outcome.", []string{"outcome"}, nil)
	replacedDesc   = prometheus.NewDesc("dff_workers_replaced_total", "Worker processes that were not used again after a run, or died idle.", nil, nil)
	killsDesc      = prometheus.NewDesc("dff_script_kills", "Kills that a script's back-off remembers.", []string{"script"}, nil)
	backoffDesc    = prometheus.NewDesc("dff_script_backoff_seconds", "Time until a script that was killed repeatedly may run again.", []string{"script"}, nil)
)

// Describe sends the descriptions of what Collect sends.
func (s state) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{scriptsDesc, concurrentDesc, runningDesc, waitingDesc, streamsDesc, workersDesc, startedDesc, killedDesc, replacedDesc, killsDesc, backoffDesc} {
		ch <- d
	}
}

// state collects what a Handler knows.
type state struct{ h *Handler }

// Collect sends the state of the Handler at this moment.
func (s state) Collect(ch chan<- prometheus.Metric) {
	h := s.h
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	counter := func(d *prometheus.Desc, value uint64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(value), labels...)
	}
	for status, n := range h.countScripts() {
		gauge(scriptsDesc, float64(n), string(status))
	}
	gauge(streamsDesc, float64(h.broker.listeners()))
	pool, ok := h.engine.Workers()
	if !ok {
		gauge(concurrentDesc, float64(cap(h.gate.slots)))
		gauge(runningDesc, float64(len(h.gate.slots)))
		gauge(waitingDesc, float64(h.gate.waiting.Load()))
		return
	}
	gauge(concurrentDesc, float64(pool.Size))
	gauge(runningDesc, float64(pool.Busy))
	gauge(waitingDesc, float64(pool.Waiting))
	gauge(workersDesc, float64(pool.Busy), "busy")
	gauge(workersDesc, float64(pool.Idle), "idle")
	gauge(workersDesc, float64(pool.Starting), "starting")
	counter(startedDesc, pool.Spawned)
	counter(replacedDesc, pool.Replaced)
	for _, outcome := range sandbox.Outcomes {
		if n := pool.Killed[outcome]; n > 0 {
			counter(killedDesc, n, string(outcome))
		}
	}
	for _, b := range pool.Backoff {
		if h.exists(b.Key) {
			gauge(killsDesc, float64(b.Kills), b.Key)
			if b.Wait > 0 {
				gauge(backoffDesc, b.Wait.Seconds(), b.Key)
			}
		}
	}
}
