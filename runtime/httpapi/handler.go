package httpapi

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"sync/atomic"
	"time"

	"dff/runtime"
	"dff/scripts"
)

// Defaults of Options.
const (
	DefaultMaxBody = 1 << 20          // bytes
	DefaultMaxWait = 10 * time.Second // the same as that of sandbox.PoolOptions
)

// Time limits of a connection that no option changes.
const (
	headerTimeout = 10 * time.Second // from the first byte of a request to the end of its header
	bodyTimeout   = 30 * time.Second // for the body of a request
	writeTimeout  = 30 * time.Second // for a client to take an answer, or one piece of a stream
	idleTimeout   = 2 * time.Minute  // between two requests of one connection
	readyTimeout  = 2 * time.Second  // for the cache to say that it is there
)

// Options configures a Handler. Engine and Scripts are required, everything else has a default.
type Options struct {
	// Engine carries out the runs. It stays the caller's to shut down, after the Handler.
	Engine *runtime.Engine
	// Scripts returns the scripts that are live now: the same function as that of the Engine's options. It is not called
	// before the first request. The Set of a Watcher, which should tell Handler.Changed of changes, shows what is wrong with a script.
	Scripts func() *scripts.Set
	// Metrics counts what happens; nil means Metrics of its own, which know of no cache calls (see Metrics.Backend).
	Metrics *Metrics
	// Ready says why runs would fail now, which is what GET /readyz reports; nil means that nothing could.
	Ready func(context.Context) error
	// Token, if not "", is what every request but GET /healthz must carry.
	Token string
	// Hosts are the names by which clients may call this host, besides localhost and IP addresses.
	Hosts []string
	// MaxBody bounds the body of a request, in bytes; 0 means DefaultMaxBody.
	MaxBody int64
	// MaxConcurrent bounds the runs under way at once, and MaxWaiting those that wait for their turn, for an Engine that
	// runs scripts in this process; 0 means 32 for each CPU, but at least 64, and 32 times MaxConcurrent. An
	// Engine with worker processes keeps to the bounds of its pool, which is fair to scripts.
	MaxConcurrent, MaxWaiting int
	// MaxWait is how long a run waits for its turn in this process; 0 means DefaultMaxWait.
	MaxWait time.Duration
	// Log receives runs, console messages and what no client may see; nil means slog.Default.
	Log *slog.Logger
}

// Handler serves the API. It is safe for concurrent use. Close it before its Engine is shut down.
type Handler struct {
	engine    *runtime.Engine
	scripts   func() *scripts.Set
	metrics   *Metrics
	ready     func(context.Context) error
	token     []byte // SHA-256; nil: none is needed
	hosts     []string
	maxBody   int64
	gate      *gate // nil: the engine's pool bounds the runs
	log       *slog.Logger
	heartbeat time.Duration

	mux       *http.ServeMux
	origin    *http.CrossOriginProtection
	broker    broker
	functions functions
	runs      atomic.Uint64 // the number of the last run
	closing   atomic.Bool

	interrupted context.Context // ends when the runs are to end
	interrupt   context.CancelCauseFunc
}

// route is one path of the API.
type route struct {
	path    string // as http.ServeMux takes it
	method  string
	open    bool // served to everybody
	handler http.HandlerFunc
}

// routes are all paths of the API. openapi.json describes each of them.
func (h *Handler) routes() []route {
	return []route{
		{"/v1/run/{target...}", http.MethodPost, false, h.run},
		{"/v1/scripts", http.MethodGet, false, h.list},
		{"/v1/scripts/{name...}", http.MethodGet, false, h.show},
		{"/v1/events", http.MethodGet, false, h.events},
		{"/healthz", http.MethodGet, true, h.healthz},
		{"/readyz", http.MethodGet, false, h.readyz},
		{"/metrics", http.MethodGet, false, h.metricsPage},
		{"/openapi.json", http.MethodGet, false, h.openAPI},
	}
}

// New returns a Handler.
func New(o Options) (*Handler, error) {
	if o.Engine == nil || o.Scripts == nil {
		return nil, errors.New("an API needs an engine and a script directory")
	}
	if err := checkToken(o.Token); err != nil {
		return nil, err
	}
	h := &Handler{engine: o.Engine, scripts: o.Scripts, metrics: o.Metrics, ready: o.Ready, hosts: slices.Clone(o.Hosts), maxBody: o.MaxBody,
		log: o.Log, heartbeat: heartbeat, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection()}
	if o.Token != "" {
		sum := sha256.Sum256([]byte(o.Token))
		h.token = sum[:]
	}
	if h.metrics == nil {
		h.metrics = NewMetrics()
	}
	if h.maxBody <= 0 {
		h.maxBody = DefaultMaxBody
	}
	if h.log == nil {
		h.log = slog.Default()
	}
	if _, pooled := o.Engine.Workers(); !pooled {
		h.gate = newGate(o.MaxConcurrent, o.MaxWaiting, o.MaxWait)
	}
	if h.metrics.owned.Swap(true) {
		return nil, errors.New("these metrics belong to another handler: make new ones")
	}
	h.interrupted, h.interrupt = context.WithCancelCause(context.Background())
	for _, r := range h.routes() {
		h.mux.HandleFunc(r.path, h.counted(r.path, h.guarded(r)))
	}
	h.mux.HandleFunc("/", h.counted("", h.guarded(route{handler: h.nothing})))
	return h, nil
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	// The mux would redirect these, and every other client would be right to follow with the wrong method.
	if p := r.URL.EscapedPath(); p != path.Clean(p) {
		h.counted("", h.guarded(route{handler: h.nothing}))(w, r)
		return
	}
	h.mux.ServeHTTP(w, r)
}

// guarded returns a handler that answers only requests which may be answered.
func (h *Handler) guarded(to route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			// Nobody may keep a connection by never sending the body that no route but one reads.
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTimeout))
		}
		if !to.open {
			if refused := h.guard(r); refused != nil {
				h.refuse(w, refused)
				return
			}
		}
		if to.method != "" && r.Method != to.method && (to.method != http.MethodGet || r.Method != http.MethodHead) {
			w.Header().Set("Allow", to.method)
			h.refuse(w, refuse(http.StatusMethodNotAllowed, codeMethod, "%s takes %s, not %s", r.URL.Path, to.method, r.Method))
			return
		}
		to.handler(w, r)
	}
}

func (h *Handler) nothing(w http.ResponseWriter, r *http.Request) {
	h.refuse(w, refuse(http.StatusNotFound, codeNotFound, "there is nothing at %s; /openapi.json lists what there is", r.URL.Path))
}

// stateAnswer is the body of the two health checks.
type stateAnswer struct {
	Status string `json:"status"`
}

// healthz is GET /healthz: the process answers.
func (h *Handler) healthz(w http.ResponseWriter, _ *http.Request) {
	h.answer(w, http.StatusOK, stateAnswer{"ok"})
}

// readyz is GET /readyz: runs can succeed.
func (h *Handler) readyz(w http.ResponseWriter, r *http.Request) {
	if h.closing.Load() {
		h.refuse(w, refuse(http.StatusServiceUnavailable, codeUnavailable, "the host is shutting down"))
		return
	}
	if h.ready != nil {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		if err := h.ready(ctx); err != nil {
			h.log.Warn("not ready", "error", err)
			h.refuse(w, refuse(http.StatusServiceUnavailable, codeUnavailable, "the cache cannot be reached; the host's log says why"))
			return
		}
	}
	h.answer(w, http.StatusOK, stateAnswer{"ready"})
}

//go:embed openapi.json
var openAPI []byte

// openAPI is GET /openapi.json.
func (h *Handler) openAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	h.write(w, http.StatusOK, openAPI)
}

// Drain has /readyz say that the host is about to go, and ends the event streams, which would never end of their own.
func (h *Handler) Drain() {
	h.closing.Store(true)
	h.broker.close()
}

// Close drains the Handler and ends what is still running. It waits for nothing: the server that the Handler is mounted
// in waits for its requests. It may be called more than once.
func (h *Handler) Close() {
	h.Drain()
	h.interrupt(runtime.ErrShutdown)
}
