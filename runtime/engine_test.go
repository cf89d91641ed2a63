package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// isolated runs a test in both isolations.
func isolated(t *testing.T, test func(*testing.T, runtime.Isolation)) {
	for _, isolation := range []runtime.Isolation{runtime.InProcess, runtime.OutProcess} {
		t.Run("isolation="+string(isolation), func(t *testing.T) { test(t, isolation) })
	}
}

// engine returns an Engine over files given as name, content, name, content…, shut down with the test.
func engine(t testing.TB, o runtime.Options, files ...string) *runtime.Engine {
	t.Helper()
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	set := scripts.New(fsys)
	o.Scripts = func() *scripts.Set { return set }
	e, err := runtime.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return e
}

func messages(r *runtime.Result) string {
	var b strings.Builder
	for _, l := range r.Logs {
		fmt.Fprintf(&b, "%s: %s\n", l.Level, l.Message)
	}
	return b.String()
}

func TestRun(t *testing.T) { isolated(t, testRun) }

func testRun(t *testing.T, isolation runtime.Isolation) {
	for _, c := range []struct {
		name   string
		source string // of main.js
		fn     string
		args   []any
		want   string // JSON; "" for undefined
		err    string // "" for success
		logs   string
		files  []string
	}{
		{name: "main export", source: "exports.main = () => 1; exports.other = () => 2", want: "1"},
		{name: "named export", source: "exports.main = () => 1; exports.other = () => 2", fn: "other", want: "2"},
		{name: "default export", source: "export default function () { return 3 }", want: "3"},
		{name: "main before default", source: "export default () => 3; export const main = () => 4", want: "4"},
		{name: "module.exports", source: "module.exports = (a, b) => a + b", args: []any{1, 2}, want: "3"},
		{name: "top level alone", source: "console.log('here')", want: "", logs: "log: here\n"},
		{name: "arguments", source: "exports.main = (...a) => a", args: []any{1, "x", nil, map[string]any{"__proto__": []int{1}}},
			want: `[1,"x",null,{"__proto__":[1]}]`},
		{name: "this is exports", source: "exports.n = 5; exports.main = function () { return this.n }", want: "5"},
		{name: "top-level this", source: "this.main = () => 6", want: "6"},
		{name: "promise", source: "exports.main = async () => { await null; return 7 }", want: "7"},
		{name: "thenable", source: "exports.main = () => ({ then (ok) { ok(8) } })", want: "8"},
		{name: "timers", source: "exports.main = () => new Promise(ok => setTimeout(ok, 5, 'late'))", want: `"late"`},
		{name: "timers drain", source: "exports.main = () => { setTimeout(() => console.log('b'), 2); console.log('a'); return 1 }",
			want: "1", logs: "log: a\nlog: b\n"},
		{name: "interval", source: "exports.main = () => { let n = 0; const i = setInterval(() => { console.log(++n); if (n == 3) clearInterval(i) }, 1) }",
			logs: "log: 1\nlog: 2\nlog: 3\n"},
		{name: "clear", source: "exports.main = () => { clearTimeout(setTimeout(() => console.log('never'), 1)); clearTimeout(99) }"},
		{name: "microtasks before timers", source: "exports.main = () => { setTimeout(() => console.log('t'), 0); queueMicrotask(() => console.log('m')) }",
			logs: "log: m\nlog: t\n"},
		{name: "strings", source: `exports.main = () => 'a"é\u2028<'`, want: "\"a\\\"é\u2028<\""},
		{name: "null", source: "exports.main = () => null", want: "null"},
		{name: "NaN", source: "exports.main = () => NaN", want: "null"},
		{name: "toJSON", source: "exports.main = () => new Date(0)", want: `"1970-01-01T00:00:00.000Z"`},

		{name: "exception", source: "exports.main = () => {\n  throw new Error('no')\n}", err: "main.js:2:9: Error: no"},
		{name: "own error class", source: "class Odd extends Error { get name() { return 'Odd' } }\nthrow new Odd('x')", err: "main.js:2:7: Odd: x"},
		{name: "no error", source: "throw { a: 1 }", err: "main.js:1:1: uncaught { a: 1 }"},
		{name: "rejection", source: "exports.main = async () => { undefined.x }", err: "TypeError: Cannot read property 'x' of "},
		{name: "unhandled", source: "exports.main = () => { Promise.reject(new Error('lost')); return 1 }", err: "main.js:1:39: Error: unhandled rejection: lost"},
		{name: "handled later in the turn", source: "exports.main = () => { const p = Promise.reject(1); queueMicrotask(() => p.catch(() => {})); return 1 }", want: "1"},
		{name: "timer throws", source: "exports.main = () => { setTimeout(() => { throw new RangeError('t') }) }", err: "main.js:1:49: RangeError: t"},
		{name: "never settles", source: "exports.main = () => new Promise(() => {})", err: "never settles"},
		{name: "cyclic result", source: "exports.main = () => { const a = {}; a.a = a; return a }", err: "the result is no JSON: "},
		{name: "BigInt result", source: "exports.main = () => 1n", err: "the result is no JSON: "},
		{name: "function result", source: "exports.main = () => () => {}", err: "the result is no JSON: it is a function"},
		{name: "symbol result", source: "exports.main = () => Symbol('x')", err: "the result is no JSON: it is a symbol"},
		{name: "syntax error", source: "let a = 1;\nlet b = ;", err: "main.js:2:9: SyntaxError: "},
		{name: "throwing getter in exports", source: "Object.defineProperty(exports, 'main', { get() { throw new Error('g') } })", err: "Error: g"},
		{name: "evil error", source: "exports.main = () => { const e = new Error(''); Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e }",
			err: "uncaught value that cannot be read"},
		{name: "revoked proxy", source: "const p = Proxy.revocable({}, {})\np.revoke()\nthrow p.proxy", err: "main.js:3:1: uncaught "},
		{name: "proxy of an error", source: "exports.main = () => { throw new Proxy(new Error('x'), { getPrototypeOf() { throw 1 } }) }", err: "main.js:1:24: uncaught "},
		{name: "spoiled globals", source: "Error = null; JSON = null; Promise = null; Array = null; exports.main = async a => { try { require('./no') } catch (e) { return [a, e.code] } }",
			args: []any{1}, want: `[1,"MODULE_NOT_FOUND"]`},
		{name: "no such function", source: "exports.a = exports.b = () => 1; exports.c = 1", fn: "d",
			err: `script "main" exports no function "d"; it exports a, b`},
		{name: "no functions", source: "", fn: "d", err: `script "main" exports no function "d": it exports no functions at all`},

		{name: "require", source: "const u = require('./_lib/u'); exports.main = () => u.f(2)", want: "4",
			files: []string{"_lib/u.js", "exports.f = x => x * 2"}},
		{name: "import", source: "import d, { f } from './_lib/u.js'; import data from './data.json'; export const main = () => [d, f(), data.a]",
			want: `["d","f",1]`, files: []string{"_lib/u.js", "export default 'd'; export const f = () => 'f'", "data.json", `{"a": 1}`}},
		{name: "dynamic import", source: "export const main = async () => (await import('./_lib/u.js')).default",
			want: `"d"`, files: []string{"_lib/u.js", "export default 'd'"}},
		{name: "cycle", source: "exports.early = 1; const b = require('./b'); exports.main = () => b.seen", want: "[1,null]",
			files: []string{"b.js", "const a = require('./main'); exports.seen = [a.early, a.main ?? null]"}},
		{name: "parameters in eval", source: "exports.main = () => ['eriuqer', 'eludom', 'emanelif__', 'emanrid__', 'FFD'].map(n => typeof eval([...n].reverse().join('')))",
			want: `["function","object","string","string","object"]`},
		{name: "parameters in arguments", source: "this.main = (a => () => [...a].map(x => typeof x))(arguments)",
			want: `["object","function","object","string","string","object"]`},
		{name: "parameters spelt with escapes", source: `exports.main = () => [typeof r\u0065quire, typeof m\u{6f}dule, typeof D\u0046F]`,
			want: `["function","object","object"]`},
		{name: "loaded once", source: "exports.main = () => require('./n').n === require('./n.js').n", want: "true",
			files: []string{"n.js", "exports.n = {}"}},
		{name: "module throws", source: "try { require('./bad') } catch (e) { exports.main = () => e.message }", want: `"bad"`,
			files: []string{"bad.js", "throw new Error('bad')"}},
		{name: "module does not parse", source: "\nrequire('./bad')", err: "bad.js:1:", files: []string{"bad.js", "let let"}},
		{name: "outside", source: "require('../x')", err: "../x"},
		{name: "TypeScript", source: "module.exports = require('./t.ts').f", args: []any{3}, want: "6",
			files: []string{"t.ts", "export function f(a: number): number {\n  return a * 2\n}"}},
		{name: "TypeScript position", source: "module.exports = require('./t.ts').f",
			err:   "t.ts:6:9: Error: ts",
			files: []string{"t.ts", "interface A {\n  a: number\n}\n\nexport function f(a: A): number {\n  throw new Error('ts')\n}"}},
		{name: "async generator", source: "async function* g() { yield 1; yield 2 } exports.main = async () => { let s = 0; for await (const x of g()) s += x; return s }", want: "3"},

		{name: "default scope", source: "const { put } = require('./_lib/m'); exports.main = () => { DFF.CACHE.set('k', 1); put(2); return [DFF.CACHE.get('k'), DFF.CACHE.get('k', '_lib/m'), DFF.CACHE.get('k', { scope: 'main' })] }",
			want: `["1","2","1"]`, files: []string{"_lib/m.js", "exports.put = v => DFF.CACHE.set('k', v)"}},
		{name: "cache error", source: "exports.main = () => { DFF.CACHE.lpush('l', 1); try { DFF.CACHE.get('l') } catch (e) { return [e.name, e.code, e instanceof Error] } }",
			want: `["CacheError","WRONGTYPE",true]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := engine(t, runtime.Options{Isolation: isolation}, append(c.files, "main.js", c.source)...)
			r, err := e.Run(t.Context(), runtime.Call{Script: "main", Func: c.fn, Args: c.args})
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("error %v, want one with %q", err, c.err)
				}
				if r == nil || r.Outcome != sandbox.Error {
					t.Fatalf("result %+v, want the outcome %q", r, sandbox.Error)
				}
				return
			}
			if err != nil {
				var f *runtime.Failure
				if errors.As(err, &f) {
					t.Log(f.Frame, f.Stack)
				}
				t.Fatal(err)
			}
			if string(r.Value) != c.want || messages(r) != c.logs || r.Outcome != sandbox.OK || r.Version == "" {
				t.Fatalf("got %s, logs %q, outcome %s, version %q; want %s, logs %q", r.Value, messages(r), r.Outcome, r.Version, c.want, c.logs)
			}
		})
	}
}

func TestFailureDetails(t *testing.T) { isolated(t, testFailureDetails) }

func testFailureDetails(t *testing.T, isolation runtime.Isolation) {
	e := engine(t, runtime.Options{Isolation: isolation},
		"main.js", "const { inner } = require('./_lib/u')\n\nexports.main = function outer() {\n\tinner()\n}\n",
		"_lib/u.js", "exports.inner = function inner() {\n\tnull.x\n}\n")
	_, err := e.Run(t.Context(), runtime.Call{Script: "main"})
	var f *runtime.Failure
	if !errors.As(err, &f) {
		t.Fatal(err)
	}
	if f.Location.File != "_lib/u.js" || f.Location.Line != 2 || f.Location.Function != "inner" ||
		len(f.Stack) != 2 || f.Stack[1].File != "main.js" || f.Stack[1].Line != 4 || f.Stack[1].Function != "outer" {
		t.Errorf("location %+v, stack %+v", f.Location, f.Stack)
	}
	if !strings.Contains(f.Frame, "null.x") {
		t.Errorf("frame:\n%s", f.Frame)
	}
}

func TestLimits(t *testing.T) { isolated(t, testLimits) }

func testLimits(t *testing.T, isolation runtime.Isolation) {
	limits := sandbox.Limits{Timeout: 50 * time.Millisecond, LogBytes: 1000, ResultBytes: 1000, CallDepth: 50, CacheReplies: 5, CacheBytes: 3000}
	for _, c := range []struct {
		name, source string
		want         sandbox.Outcome
		text         string
	}{
		{"loop", "for (;;) ;", sandbox.Timeout, "time limit of 50ms (raise it with --timeout)"},
		{"loop in try", "for (;;) try { for (;;) ; } catch {} finally { continue }", sandbox.Timeout, "time limit"},
		{"promise loop", "const f = () => Promise.resolve().then(f); f()", sandbox.Timeout, "time limit"},
		{"waiting timer", "setTimeout(() => {}, 1e6)", sandbox.Timeout, "time limit"},
		{"blocking pop", "try { DFF.CACHE.blpop('q') } finally { console.log('not me') }", sandbox.Timeout, "time limit"},
		{"depth", "const f = () => f() + 1; try { f() } catch {}", sandbox.Stack, "limit of 50 (raise it with --call-depth)"},
		{"log", "for (;;) try { console.log('x'.repeat(100)) } catch {}", sandbox.Log, "limit of 1000B (raise it with --max-log)"},
		{"log in an iterator", "for (const x of { [Symbol.iterator]: () => ({ next: () => ({}), return() { for (;;) ; } }) }) console.log('x'.repeat(999))", sandbox.Log, "limit"},
		{"calls of a pipeline", "try { DFF.CACHE.pipeline(p => { for (let i = 0; i < 6; i++) p.incr('n') }) } catch {}", sandbox.Cache, "limit of 5 calls"},
		{"bytes of a pipeline", "DFF.CACHE.set('k', 'x'.repeat(999)); DFF.CACHE.pipeline(p => { for (let i = 0; i < 4; i++) p.get('k') })", sandbox.Cache, "limit of 3000B"},
		{"calls in an iterator", "for (const x of { [Symbol.iterator]: () => ({ next: () => ({}), return() { for (;;) ; } }) }) DFF.CACHE.get('x')", sandbox.Cache, "limit"},
		{"no such length", "BigInt.asUintN(2 ** 53 - 1, -1n)", sandbox.Memory, "limit of 128MiB (raise it with --memory)"},
		{"result", "exports.main = () => 'x'.repeat(999)", sandbox.TooLarge, "limit of 1000B (raise it with --max-result)"},
		{"calls", "for (;;) try { DFF.CACHE.get('x') } catch {}", sandbox.Cache, "limit of 5 calls (raise it with --max-cache"},
		{"arguments", "for (;;) DFF.CACHE.set('x', 'x'.repeat(2000))", sandbox.Cache, "limit of 3000B"},
		{"replies", "DFF.CACHE.set('x', 'x'.repeat(1001)); for (;;) DFF.CACHE.get('x')", sandbox.Cache, "limit of 3000B"},
	} {
		t.Run(c.name, func(t *testing.T) {
			limits := limits
			if c.want != sandbox.Timeout {
				limits.Timeout = 0 // on a busy machine the time would be over first
			}
			e := engine(t, runtime.Options{Isolation: isolation, Limits: limits}, "main.js", c.source)
			r, err := e.Run(t.Context(), runtime.Call{Script: "main"})
			if err == nil || r.Outcome != c.want || !strings.Contains(err.Error(), c.text) {
				t.Fatalf("outcome %s, error %v; want %s and %q", r.Outcome, err, c.want, c.text)
			}
			var limit *sandbox.LimitError
			if !errors.As(err, &limit) || limit.Outcome != c.want {
				t.Errorf("%v is no LimitError of %s", err, c.want)
			}
			if strings.Contains(messages(r), "not me") {
				t.Error("the script went on after its end")
			}
		})
	}
}

func TestCallTimeoutOnlyLowers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := scripts.New(fstest.MapFS{"main.js": {Data: []byte("setTimeout(() => {}, 1e6)")}})
		e, err := runtime.New(runtime.Options{Backend: deadBackend{}, Scripts: func() *scripts.Set { return set },
			Limits: sandbox.Limits{Timeout: time.Second}})
		if err != nil {
			t.Fatal(err)
		}
		for ask, want := range map[time.Duration]time.Duration{0: time.Second, time.Minute: time.Second, time.Millisecond: time.Millisecond} {
			r, err := e.Run(t.Context(), runtime.Call{Script: "main", Timeout: ask})
			if r.Outcome != sandbox.Timeout || r.Elapsed != want {
				t.Errorf("asked for %v: %v after %v, want a timeout after %v", ask, err, r.Elapsed, want)
			}
		}
		if err := e.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

type deadBackend struct{}

func (deadBackend) DoBatch(ctx context.Context, b *bindings.Batch) ([]bindings.Result, error) {
	_, err := deadBackend{}.Do(ctx, &b.Calls[0])
	return nil, err
}

func (deadBackend) Do(context.Context, *bindings.Request) (bindings.Reply, error) {
	return bindings.Reply{}, &bindings.CacheError{Code: bindings.Unavailable}
}

func TestCancel(t *testing.T) { isolated(t, testCancel) }

func testCancel(t *testing.T, isolation runtime.Isolation) {
	e := engine(t, runtime.Options{Isolation: isolation}, "main.js", "console.log('up'); for (;;) ;")
	ctx, cancel := context.WithCancel(t.Context())
	r, err := e.Run(ctx, runtime.Call{Script: "main", Log: func(runtime.LogEntry) { cancel() }})
	if r.Outcome != sandbox.Canceled || !errors.Is(err, context.Canceled) {
		t.Fatalf("outcome %s, error %v", r.Outcome, err)
	}
}

func TestShutdown(t *testing.T) {
	set := scripts.New(fstest.MapFS{"main.js": {Data: []byte("console.log('up'); for (;;) ;")}})
	e, err := runtime.New(runtime.Options{Scripts: func() *scripts.Set { return set }})
	if err != nil {
		t.Fatal(err)
	}
	up := make(chan struct{})
	var once sync.Once
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			r, err := e.Run(context.Background(), runtime.Call{Script: "main", Log: func(runtime.LogEntry) { once.Do(func() { close(up) }) }})
			if r.Outcome != sandbox.Canceled || !errors.Is(err, runtime.ErrShutdown) {
				t.Errorf("outcome %s, error %v", r.Outcome, err)
			}
		})
	}
	<-up
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown: %v", err)
	}
	wg.Wait()
	if _, err := e.Run(t.Context(), runtime.Call{Script: "main"}); !errors.Is(err, runtime.ErrShutdown) {
		t.Errorf("Run after Shutdown: %v", err)
	}
	if err := e.Shutdown(t.Context()); err != nil {
		t.Errorf("second Shutdown: %v", err)
	}
}

// TestNothingPassesBetweenRuns changes everything a script can reach, and looks for it in the next run.
func TestNothingPassesBetweenRuns(t *testing.T) { isolated(t, testNothingPassesBetweenRuns) }

func testNothingPassesBetweenRuns(t *testing.T, isolation runtime.Isolation) {
	e := engine(t, runtime.Options{Isolation: isolation}, "main.js", `
		const before = [typeof globalThis.left, [].left, Object.prototype.left, require('./u').left, DFF.CACHE.get.left].map(String);
		globalThis.left = 1; Array.prototype.left = 1; Object.prototype.left = 1; require('./u').left = 1;
		try { DFF.CACHE.get.left = 1 } catch {}
		exports.main = () => before;`, "u.js", "")
	for range 3 {
		r, err := e.Run(t.Context(), runtime.Call{Script: "main"})
		if err != nil {
			t.Fatal(err)
		}
		if want := `["undefined","undefined","undefined","undefined","undefined"]`; string(r.Value) != want {
			t.Fatalf("%s is left from the run before", r.Value)
		}
	}
}

func TestVersionCoversModules(t *testing.T) { isolated(t, testVersionCoversModules) }

func testVersionCoversModules(t *testing.T, isolation runtime.Isolation) {
	version := func(lib string) string {
		e := engine(t, runtime.Options{Isolation: isolation}, "main.js", "exports.main = () => require('./u').n", "u.js", lib)
		r, err := e.Run(t.Context(), runtime.Call{Script: "main"})
		if err != nil {
			t.Fatal(err)
		}
		return r.Version
	}
	a, b, again := version("exports.n = 1"), version("exports.n = 2"), version("exports.n = 1")
	if a == b || a != again {
		t.Errorf("versions %s, %s, %s: the second must differ, the third be the first", a, b, again)
	}
}

func TestBindings(t *testing.T) { isolated(t, testBindings) }

func testBindings(t *testing.T, isolation runtime.Isolation) {
	e := engine(t, runtime.Options{Isolation: isolation, Bindings: []bindings.Object{{Name: "MATH", Functions: map[string]bindings.Function{
		"add": func(_ context.Context, c bindings.FunctionCall) (any, error) {
			return map[string]any{"script": c.Script, "args": c.Args, "__proto__": 1}, nil
		},
		"fail": func(context.Context, bindings.FunctionCall) (any, error) { return nil, errors.New("it broke") },
	}}}}, "main.js", "exports.main = () => { const r = DFF.MATH.add(1, 'a', [true]); try { DFF.MATH.fail() } catch (e) { return [r, e.message, Object.keys(DFF)] } }")
	r, err := e.Run(t.Context(), runtime.Call{Script: "main"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `[{"__proto__":1,"args":[1,"a",[true]],"script":"main"},"it broke",["CACHE","MATH"]]`; string(r.Value) != want {
		t.Errorf("got %s\nwant %s", r.Value, want)
	}
}

func TestConcurrentRuns(t *testing.T) { isolated(t, testConcurrentRuns) }

func testConcurrentRuns(t *testing.T, isolation runtime.Isolation) {
	e := engine(t, runtime.Options{Isolation: isolation}, "main.js", "exports.main = n => { DFF.CACHE.incr('n'); return n }")
	var wg sync.WaitGroup
	for n := range 100 {
		wg.Go(func() {
			r, err := e.Run(t.Context(), runtime.Call{Script: "main", Args: []any{n}})
			if err != nil || string(r.Value) != fmt.Sprint(n) {
				t.Errorf("run %d: %s, %v", n, r.Value, err)
			}
		})
	}
	wg.Wait()
}

func TestGlobals(t *testing.T) {
	for source, want := range map[string]string{
		"typeof setTimeout":       `"function"`,
		"setTimeout.name":         `"setTimeout"`,
		"'console' in globalThis": "true",
		"globalThis.DFF === DFF || Object.keys(globalThis.DFF)": `["CACHE"]`,
		"console === console && setTimeout === setTimeout":      "true",
		"(console = 1, console)":                                "1",
		"(globalThis.setTimeout = 2, setTimeout)":               "2",
		"(delete globalThis.console, typeof console)":           `"object"`,
		"typeof nosuch":                                          `"undefined"`,
		"(0, eval)('typeof DFF.CACHE.get')":                      `"function"`,
		"new Function('return DFF.CACHE.type.name')()":           `"type"`,
		"Object.getPrototypeOf(globalThis) !== Object.prototype": "true",
		"globalThis.hasOwnProperty('x') || String(globalThis)":   `"[object global]"`,
	} {
		e := engine(t, runtime.Options{}, "main.js", "exports.main = () => "+source)
		r, err := e.Run(t.Context(), runtime.Call{Script: "main"})
		if err != nil || string(r.Value) != want {
			t.Errorf("%s = %s, %v; want %s", source, r.Value, err, want)
		}
	}
}

// TestFunctionContext looks at what an embedder's function sees of the limits of its run: of the time limit, or of a deadline of
// the caller's that comes before.
func TestFunctionContext(t *testing.T) { isolated(t, testFunctionContext) }

func testFunctionContext(t *testing.T, isolation runtime.Isolation) {
	type end struct {
		deadline   time.Time
		err, cause error
	}
	ends := make(chan end, 1)
	wait := func(ctx context.Context, _ bindings.FunctionCall) (any, error) {
		<-ctx.Done()
		deadline, _ := ctx.Deadline()
		ends <- end{deadline, ctx.Err(), context.Cause(ctx)}
		return nil, ctx.Err()
	}
	e := engine(t, runtime.Options{Isolation: isolation, Bindings: []bindings.Object{{Name: "TEST", Functions: map[string]bindings.Function{"wait": wait}}}},
		"main.js", "exports.main = () => DFF.TEST.wait()")
	for _, own := range []bool{true, false} {
		const limit = 20 * time.Millisecond
		start := time.Now()
		call, ctx, cancel := runtime.Call{Script: "main"}, t.Context(), func() {}
		if own {
			call.Timeout = limit
		} else {
			ctx, cancel = context.WithTimeout(ctx, limit)
		}
		r, err := e.Run(ctx, call)
		took := time.Since(start)
		cancel()
		if r.Outcome != sandbox.Timeout || took < limit {
			t.Errorf("own limit %t: outcome %s after %v, %v", own, r.Outcome, took, err)
		}
		got := <-ends
		if got.err != context.DeadlineExceeded || got.deadline.Before(start.Add(limit)) || got.deadline.After(start.Add(took)) {
			t.Errorf("own limit %t: %v at a deadline %v after the start of a run of %v", own, got.err, got.deadline.Sub(start), took)
		}
		var reached *sandbox.LimitError
		if errors.As(got.cause, &reached) != own || own && reached.Outcome != sandbox.Timeout {
			t.Errorf("own limit %t: ended by %v", own, got.cause)
		}
	}
}

// TestStuck ends a run that hangs where no interrupt reaches it.
func TestStuck(t *testing.T) {
	set := scripts.New(fstest.MapFS{"main.js": {Data: []byte("DFF.TEST.hang()")}})
	release := make(chan struct{})
	hang := func(context.Context, bindings.FunctionCall) (any, error) { <-release; return nil, nil }
	e, err := runtime.New(runtime.Options{Scripts: func() *scripts.Set { return set }, Limits: sandbox.Limits{Timeout: 10 * time.Millisecond},
		Bindings: []bindings.Object{{Name: "TEST", Functions: map[string]bindings.Function{"hang": hang}}}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Run(t.Context(), runtime.Call{Script: "main"})
	if r.Outcome != sandbox.Timeout {
		t.Errorf("outcome %s, error %v", r.Outcome, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Shutdown(ctx); !errors.Is(err, runtime.ErrStuck) {
		t.Errorf("Shutdown: %v, want %v", err, runtime.ErrStuck)
	}
	close(release)
	if err := e.Shutdown(t.Context()); err != nil {
		t.Errorf("Shutdown once the function has ended: %v", err)
	}
}
