package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"dff/runtime"
	"dff/sandbox"
)

// TestRun holds the answer to each way a request to run a script can end.
func TestRun(t *testing.T) {
	eachIsolation(t, func(t *testing.T, isolation runtime.Isolation) {
		h := newHost(t, func(e *runtime.Options, o *Options) {
			e.Isolation = isolation
			o.MaxBody = 1000
		})
		check := newSchemaCheck(t)
		for _, test := range []struct {
			name, target, body string
			status             int
			result             string // JSON; of a success
			code, message      string // of a failure; message is part of it
			outcome            sandbox.Outcome
		}{
			{name: "without a body", target: "hello", status: 200, result: `"hello nobody"`, outcome: "ok"},
			{name: "with arguments", target: "hello", body: ` {"args":["Ann"]}`, status: 200, result: `"hello Ann"`, outcome: "ok"},
			{name: "an empty object", target: "hello", body: `{}`, status: 200, result: `"hello nobody"`, outcome: "ok"},
			{name: "a function of a script in a folder", target: "demo/report:daily", body: `{"args":["today"]}`, status: 200, result: `{"day":"today"}`, outcome: "ok"},
			{name: "an encoded name", target: "demo%2Freport%3Adaily", body: `{"args":["today"]}`, status: 200, result: `{"day":"today"}`, outcome: "ok"},
			{name: "a name with a space", target: "space%20name%20%C3%A9", status: 200, result: `"ok"`, outcome: "ok"},
			{name: "undefined", target: "nothing", status: 200, result: `null`, outcome: "ok"},
			{name: "a time limit that it keeps", target: "hello?timeout=5s", status: 200, result: `"hello nobody"`, outcome: "ok"},
			{name: "a time limit above the host's", target: "hello?timeout=5h", status: 200, result: `"hello nobody"`, outcome: "ok"},
			{name: "a cache error that is caught", target: "cache", status: 200, result: `"WRONGTYPE"`, outcome: "ok"},

			{name: "no JSON", target: "hello", body: `{"args":`, status: 400, code: codeBadRequest, message: `it is {"args":[…]}, or empty`},
			{name: "an unknown field", target: "hello", body: `{"arg":[]}`, status: 400, code: codeBadRequest, message: `unknown field "arg"`},
			{name: "an array", target: "hello", body: `[1]`, status: 400, code: codeBadRequest, message: "JSON array in the wrong place"},
			{name: "args that are no array", target: "hello", body: `{"args":5}`, status: 400, code: codeBadRequest, message: "JSON number in the wrong place"},
			{name: "two documents", target: "hello", body: `{} {}`, status: 400, code: codeBadRequest, message: "something follows"},
			{name: "no UTF-8", target: "hello", body: "{\"args\":[\"\xff\"]}", status: 400, code: codeBadRequest, message: "no UTF-8"},
			{name: "no function", target: "hello:", status: 400, code: codeBadRequest, message: "no function after the colon"},
			{name: "a time limit that is none", target: "hello?timeout=fast", status: 400, code: codeBadRequest, message: "timeout is no duration"},
			{name: "a time limit of zero", target: "hello?timeout=0s", status: 400, code: codeBadRequest, message: "timeout is no duration"},
			{name: "two time limits", target: "hello?timeout=1s&timeout=2s", status: 400, code: codeBadRequest, message: "given once"},
			{name: "another parameter", target: "hello?time=1s", status: 400, code: codeBadRequest, message: "the only query parameter is timeout"},
			{name: "a query that is none", target: "hello?%zz", status: 400, code: codeBadRequest, message: "URL-encoded"},

			{name: "no such script", target: "helo", status: 404, code: codeNotFound, message: `did you mean "hello"?`, outcome: "error"},
			{name: "no name", target: "", status: 404, code: codeNotFound},
			{name: "a module", target: "_lib/util", status: 404, code: codeNotFound, message: "hold none", outcome: "error"},
			{name: "a path that leads out", target: "..%2Fhello", status: 404, code: codeNotFound, message: "invalid script name", outcome: "error"},
			{name: "a path that is not clean", target: "demo/../hello", status: 404, code: codeNotFound},
			{name: "no such function", target: "hello:otter", status: 404, code: codeNotFound, message: "it exports main, other", outcome: "error"},

			{name: "a body that is too large", target: "hello", body: `{"args":["` + strings.Repeat("x", 1000) + `"]}`, status: 413, code: codeTooLarge, message: "1000B"},

			{name: "an exception", target: "throws", status: 422, code: "error", message: "TypeError: no & <good>", outcome: "error"},
			{name: "a syntax error", target: "broken", status: 422, code: "error", message: "SyntaxError: ", outcome: "error"},
			{name: "too much console", target: "chatty", status: 500, code: "log", message: "--max-log", outcome: "log"},
			{name: "too large a result", target: "large", status: 500, code: "result", message: "--max-result", outcome: "result"},
			{name: "too many calls", target: "greedy", status: 500, code: "cache", message: "--max-cache", outcome: "cache"},
			{name: "too deep", target: "deep", status: 500, code: "stack", message: "--call-depth", outcome: "stack"},
			{name: "too long", target: "loop?timeout=30ms", status: 504, code: "timeout", message: "30ms", outcome: "timeout"},
		} {
			t.Run(test.name, func(t *testing.T) {
				got := h.do(t, request{method: "POST", path: "/v1/run/" + test.target, body: test.body})
				if got.status != test.status {
					t.Fatalf("status %d, want %d: %s", got.status, test.status, got.body)
				}
				if test.name != "no name" && test.name != "a path that is not clean" {
					check.answer(t, "/v1/run/{target}", "post", got)
				}
				body := decode[struct {
					Result  any
					Error   apiError
					Outcome sandbox.Outcome
				}](t, got.body)
				if test.result != "" && !strings.HasPrefix(got.body, `{"result":`+test.result+`,"logs":[`) {
					t.Errorf("got %s", got.body)
				}
				if body.Error.Code != test.code || !strings.Contains(body.Error.Message, test.message) || body.Outcome != test.outcome {
					t.Errorf("got %s", got.body)
				}
			})
		}
	})
}

// TestRunRecord reads what an answer tells besides its result.
func TestRunRecord(t *testing.T) {
	eachIsolation(t, func(t *testing.T, isolation runtime.Isolation) {
		h := newHost(t, func(e *runtime.Options, _ *Options) { e.Isolation = isolation })
		got := decode[runErrorAnswer](t, h.do(t, request{method: "POST", path: "/v1/run/throws"}).body)
		if len(got.Logs) != 1 || got.Logs[0].Message != "before" || got.Logs[0].Level != "log" || time.Since(got.Logs[0].Time) > time.Minute {
			t.Errorf("logs %v", got.Logs)
		}
		if at := got.Error.Location; at == nil || at.File != "throws.js" || at.Line != 3 || at.Column == 0 {
			t.Errorf("location %v", at)
		}
		if !strings.Contains(got.Error.Frame, "> 3 |     throw new TypeError") {
			t.Errorf("frame %q", got.Error.Frame)
		}
		if got.Version == "" || got.Elapsed <= 0 || got.Waited < 0 || got.Waited >= got.Elapsed {
			t.Errorf("version %q, elapsed %v, waited %v", got.Version, got.Elapsed, got.Waited)
		}
	})
}

func (m *milliseconds) UnmarshalJSON(b []byte) error {
	d, err := time.ParseDuration(string(b) + "ms")
	*m = milliseconds(d)
	return err
}

// TestClientGone has a run end when nobody waits for it any more.
func TestClientGone(t *testing.T) {
	eachIsolation(t, func(t *testing.T, isolation runtime.Isolation) {
		h := newHost(t, func(e *runtime.Options, _ *Options) { e.Isolation = isolation })
		stream := h.follow(t)
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error, 1)
		go func() {
			r, err := h.send(ctx, request{method: "POST", path: "/v1/run/chattyloop"})
			if err == nil {
				r.Body.Close()
			}
			gone <- err
		}()
		if event := stream.next(t); event.name != "log" {
			t.Fatalf("event %v", event)
		}
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		event := stream.next(t)
		if run := decode[runEvent](t, event.data); event.name != "run" || run.Outcome != sandbox.Canceled {
			t.Errorf("event %v", event)
		}
	})
}

// TestOthers holds what the other routes answer.
func TestOthers(t *testing.T) {
	h := newHost(t, nil)
	check := newSchemaCheck(t)
	for _, test := range []struct {
		name, method, path, route string
		status                    int
		want                      string // part of the body
	}{
		{"health", "GET", "/healthz", "/healthz", 200, `{"status":"ok"}`},
		{"ready", "GET", "/readyz", "/readyz", 200, `{"status":"ready"}`},
		{"the scripts", "GET", "/v1/scripts", "/v1/scripts", 200, `{"name":"demo/report","version":"","status":"live"}`},
		{"a script", "GET", "/v1/scripts/demo/report", "/v1/scripts/{name}", 200, `"path":"demo/report.ts","source":"export function daily(`},
		{"a script that does not compile", "GET", "/v1/scripts/broken", "/v1/scripts/{name}", 200, `"source":"exports.main = () => {"`},
		{"no such script", "GET", "/v1/scripts/nosuch", "/v1/scripts/{name}", 404, `no script \"nosuch\"`},
		{"a module", "GET", "/v1/scripts/_lib/util", "/v1/scripts/{name}", 404, "hold none"},
		{"a hidden file", "GET", "/v1/scripts/.env", "/v1/scripts/{name}", 404, "hold none"},
		{"metrics", "GET", "/metrics", "", 200, "dff_scripts{status=\"live\"}"},
		{"the document", "GET", "/openapi.json", "/openapi.json", 200, `"openapi": "3.1.0"`},
		{"nothing", "GET", "/", "", 404, "/openapi.json lists what there is"},
		{"nothing below", "POST", "/v1/nosuch", "", 404, "there is nothing at /v1/nosuch"},
		{"a slash too many", "GET", "/v1/scripts/", "", 404, "there is nothing"},
		{"another method", "GET", "/v1/run/hello", "/v1/run/{target}", 405, "takes POST, not GET"},
		{"another method of a list", "DELETE", "/v1/scripts", "/v1/scripts", 405, "takes GET, not DELETE"},
		{"another method of a script", "PUT", "/v1/scripts/hello", "/v1/scripts/{name}", 405, "takes GET"},
		{"another method of events", "POST", "/v1/events", "/v1/events", 405, "takes GET"},
		{"another method of health", "POST", "/healthz", "/healthz", 405, "takes GET"},
		{"another method of readiness", "POST", "/readyz", "/readyz", 405, "takes GET"},
		{"another method of metrics", "POST", "/metrics", "/metrics", 405, "takes GET"},
		{"another method of the document", "POST", "/openapi.json", "/openapi.json", 405, "takes GET"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := h.do(t, request{method: test.method, path: test.path})
			if got.status != test.status || !strings.Contains(got.body, test.want) {
				t.Fatalf("status %d: %s", got.status, got.body)
			}
			if got.status == 405 && got.header.Get("Allow") == "" {
				t.Error("no Allow")
			}
			if test.route != "" {
				check.answer(t, test.route, described(test.route), got)
			}
		})
	}
	if got := h.do(t, request{method: "HEAD", path: "/v1/scripts"}); got.status != 200 || got.body != "" {
		t.Errorf("HEAD: %v", got)
	}
}

// described is the method of a route in the OpenAPI document.
func described(route string) string {
	if route == "/v1/run/{target}" {
		return "post"
	}
	return "get"
}

// TestNotReady holds the reasons why runs cannot succeed, without what only the operator may know.
func TestNotReady(t *testing.T) {
	h := newHost(t, func(_ *runtime.Options, o *Options) {
		o.Ready = func(context.Context) error { return errors.New("dial tcp 10.1.2.3:6379: connection refused") }
	})
	check := newSchemaCheck(t)
	for _, want := range []string{"the cache cannot be reached", "the host is shutting down"} {
		got := h.do(t, request{path: "/readyz"})
		if got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, want) || strings.Contains(got.body, "10.1.2.3") || got.header.Get("Retry-After") == "" {
			t.Errorf("got %v", got)
		}
		check.answer(t, "/readyz", "get", got)
		h.Drain()
	}
}

// TestFunctions shows the functions of a script once it has run.
func TestFunctions(t *testing.T) {
	eachIsolation(t, func(t *testing.T, isolation runtime.Isolation) {
		h := newHost(t, func(e *runtime.Options, _ *Options) { e.Isolation = isolation })
		const known = `"functions":["main","other"]`
		if got := h.do(t, request{path: "/v1/scripts/hello"}); strings.Contains(got.body, known) {
			t.Errorf("known before the first run: %s", got.body)
		}
		h.do(t, request{method: "POST", path: "/v1/run/hello"})
		if got := h.do(t, request{path: "/v1/scripts/hello"}); !strings.Contains(got.body, known) {
			t.Errorf("not known after a run: %s", got.body)
		}
	})
}

// TestNew refuses options that make no handler.
func TestNew(t *testing.T) {
	engine, err := runtime.New(runtime.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Shutdown(context.Background())
	h := newHost(t, nil)
	for name, o := range map[string]Options{
		"no engine":             {Scripts: h.scripts},
		"no scripts":            {Engine: engine},
		"a token with a space":  {Engine: engine, Scripts: h.scripts, Token: "a b"},
		"a token with a letter": {Engine: engine, Scripts: h.scripts, Token: "é"},
		"used metrics":          {Engine: engine, Scripts: h.scripts, Metrics: h.metrics},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
