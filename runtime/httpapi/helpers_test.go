package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

// files are the scripts of the tests.
var files = map[string]string{
	"hello.js":        "exports.main = (who = 'nobody') => 'hello ' + who; exports.other = () => 2;",
	"demo/report.ts":  "export function daily(day: string): object { console.log('day', day); console.warn('!'); return {day}; }",
	"nothing.js":      "1",
	"throws.js":       "exports.main = () => {\n    console.log('before');\n    throw new TypeError('no & <good>');\n};",
	"broken.js":       "exports.main = () => {",
	"loop.js":         "exports.main = () => { for (;;); };",
	"wait.js":         "exports.main = (key) => DFF.CACHE.blpop(key, 60);",
	"push.js":         "exports.main = (key) => DFF.CACHE.rpush(key, 'x', 'wait');",
	"deep.js":         "const f = () => f() + 1; exports.main = f;",
	"chatty.js":       "exports.main = () => { for (;;) console.log('x'.repeat(1000)); };",
	"chattyloop.js":   "exports.main = () => { console.log(1); for (;;); };",
	"large.js":        "exports.main = () => 'x'.repeat(100000);",
	"greedy.js":       "exports.main = () => { for (;;) DFF.CACHE.ping(); };",
	"cache.js":        "exports.main = () => { DFF.CACHE.set('k', 1); try { DFF.CACHE.lpush('k', 1); } catch (e) { return e.code; } };",
	"_lib/util.js":    "exports.x = 1;",
	"space name é.js": "exports.main = () => 'ok';",
}

// limits are those of the engine under test: small enough to be reached at once.
var limits = sandbox.Limits{Timeout: 10 * time.Second, LogBytes: 20_000, ResultBytes: 50_000, CacheReplies: 1000}

// host is a Handler in a server, and what belongs to it.
type host struct {
	*Handler
	url   string
	store bindings.Backend
	log   *bytes.Buffer // read it only after the server is closed
}

// isolations are where the scripts of a test can run.
var isolations = []runtime.Isolation{runtime.InProcess, runtime.OutProcess}

// eachIsolation runs a test once for each of them.
func eachIsolation(t *testing.T, test func(t *testing.T, isolation runtime.Isolation)) {
	for _, isolation := range isolations {
		t.Run(string(isolation), func(t *testing.T) { test(t, isolation) })
	}
}

// newHost serves the files of the tests until the test ends. configure may change both sets of options.
func newHost(t *testing.T, configure func(*runtime.Options, *Options)) *host {
	t.Helper()
	dir := fstest.MapFS{}
	for name, text := range files {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set := scripts.New(dir)
	store, err := bindings.Connect(t.Context(), bindings.RedisOptions{})
	if err != nil {
		t.Fatal(err)
	}
	metrics := NewMetrics()
	live := func() *scripts.Set { return set }
	engineOptions := runtime.Options{Scripts: live, Backend: metrics.Backend(store), Limits: limits}
	log := new(bytes.Buffer)
	options := Options{Scripts: live, Metrics: metrics, Ready: store.Ping, Log: slog.New(slog.NewJSONHandler(log, nil))}
	if configure != nil {
		configure(&engineOptions, &options)
	}
	engine, err := runtime.New(engineOptions)
	if err != nil {
		t.Fatal(err)
	}
	options.Engine = engine
	handler, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		handler.Close()
		server.Close()
		if err := engine.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return &host{handler, server.URL, store, log}
}

// request is one request of a test.
type request struct {
	method, path, body string // "" means GET
	header             map[string]string
}

// response is an answer, read to its end.
type response struct {
	status int
	header http.Header
	body   string
}

func (h *host) do(t *testing.T, q request) response {
	t.Helper()
	r, err := h.send(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{r.StatusCode, r.Header, string(body)}
}

func (h *host) send(ctx context.Context, q request) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, q.method, h.url+q.path, strings.NewReader(q.body))
	if err != nil {
		return nil, err
	}
	for name, value := range q.header {
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	return http.DefaultClient.Do(r)
}

func decode[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}
