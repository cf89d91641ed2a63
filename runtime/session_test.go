package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

// typed is a line of a session and what comes of it.
type typed struct {
	line string
	want string
	err  string // the error, or its end; "" for none
	logs string
}

// play gives a session its lines.
func play(t *testing.T, e *runtime.Engine, lines ...typed) {
	t.Helper()
	var logs strings.Builder
	s := e.NewSession(runtime.SessionOptions{Log: func(l runtime.LogEntry) { fmt.Fprintf(&logs, "%s: %s\n", l.Level, l.Message) }})
	for _, l := range lines {
		logs.Reset()
		got, err := s.Eval(t.Context(), l.line)
		message := ""
		if err != nil {
			message = err.Error()
		}
		if got != l.want || (message == "") != (l.err == "") || !strings.HasSuffix(message, l.err) || logs.String() != l.logs {
			t.Errorf("%s\n gives %s, error %q, logs %q\n want %s, error %q, logs %q", l.line, got, message, logs.String(), l.want, l.err, l.logs)
		}
	}
}

func TestSession(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []typed
	}{
		{"values", []typed{{line: "1 + 1", want: "2"}, {line: "'a'", want: "'a'"}, {line: "({a: [1, {b: 2}]})", want: "{ a: [ 1, { b: 2 } ] }"},
			{line: "undefined"}, {line: "let x = 1"}, {line: "x", want: "1"}, {line: "null", want: "null"}, {line: "[]", want: "[]"}}},
		{"cache", []typed{{line: "DFF.CACHE.set('k', 'v')", want: "true"}, {line: "DFF.CACHE.get('k')", want: "'v'"},
			{line: "DFF.CACHE.get('k', 'repl')", want: "'v'"}, {line: "const C = DFF.CACHE"}, {line: "C.incr('n')", want: "1"}}},
		{"console", []typed{{line: "console.log('a', 1); console.warn('b')", logs: "log: a 1\nwarn: b\n"}, {line: "let console = 5"}, {line: "console", want: "5"}}},
		{"errors", []typed{{line: "let y = 1; null.x", err: "repl-1:1:17: TypeError: Cannot read property 'x' of undefined"},
			{line: "y", want: "1"}, {line: "throw 5", err: "repl-3:1:1: uncaught 5"}, {line: "z", err: "repl-4:1:1: ReferenceError: z is not defined"},
			{line: "function f() { throw new Error('f') }"}, {line: "\nf()", err: "repl-5:1:22: Error: f"},
			{line: "a b", err: `repl-7:1:3: SyntaxError: Expected ";" but found "b"`}, {line: "DFF.CACHE.get()", err: `repl-8:1:14: TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got undefined`}}},
		{"promises", []typed{{line: "await new Promise(f => setTimeout(f, 20, 'late'))", want: "'late'"}, {line: "Promise.resolve(5)", want: "Promise { 5 }"},
			{line: "await Promise.reject(new Error('no'))", err: "repl-3:1:22: Error: no"},
			{line: "Promise.reject(new Error('no'))", err: "repl-4:1:16: Error: unhandled rejection: no"},
			{line: "await new Promise(() => {})", err: "Error: the line awaits what never settles: nothing is left that could settle it"},
			{line: "const p = Promise.reject(1); p.catch(() => {}); p", want: "Promise { <rejected> 1 }"}, {line: "1", want: "1"}}},
		{"timers", []typed{{line: "setTimeout(() => console.log('fired'), 10); 'set'", want: "'set'", logs: "log: fired\n"},
			{line: "setTimeout(() => console.log('never'), 1000); throw new Error('x')", err: "repl-2:1:53: Error: x"}, {line: "1", want: "1"},
			{line: "let n = 0; const i = setInterval(() => { if (++n == 3) clearInterval(i) }, 1)"}, {line: "n", want: "3"}}},
		{"modules", []typed{{line: "require('./lib').f()", want: "'_lib/x'"}, {line: "const {f} = await import('./lib'); f()", want: "'_lib/x'"},
			{line: "require('./main').n", want: "1"}, {line: "require('./main').n", want: "1"}, {line: "require('fs')", err: `repl-5:1:8: Error: cannot find module "fs": it is the name of a package, and only relative paths below the script directory can be imported, as "./fs" is one`}}},
		{"modules that fail", []typed{{line: "require('./throws')", err: "throws.js:1:55: Error: 1"}, {line: "require('./throws')", err: "throws.js:1:55: Error: 2"}}},
		{"typescript", []typed{{line: "const n: number = 1; n as any", want: "1"}}},
		{"stack", []typed{{line: "(function f() { f() })()", err: "repl-1:1:18: " + (&sandbox.LimitError{Outcome: sandbox.Stack, Limit: "2000"}).Error()}, {line: "1", want: "1"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				play(t, engine(t, runtime.Options{}, "lib.js", "exports.f = require('./_lib/x').f", "_lib/x.js", "exports.f = () => '_lib/x'",
					"main.js", "DFF.CACHE.incr('n'); exports.n = Number(DFF.CACHE.get('n'))",
					"throws.js", "globalThis.tries = (globalThis.tries ?? 0) + 1; throw new Error(tries)"), c.lines...)
			})
		})
	}
}

func TestSessionLimits(t *testing.T) {
	limits := sandbox.Limits{Timeout: 50 * time.Millisecond, LogBytes: 100, CacheReplies: 3}
	play(t, engine(t, runtime.Options{Limits: limits}),
		typed{line: "let n = 1"},
		typed{line: "for (;;) n++", err: (&sandbox.LimitError{Outcome: sandbox.Timeout, Limit: "50ms"}).Error()},
		typed{line: "n > 1", want: "true"},
		typed{line: "setInterval(() => {}, 1); 1", err: (&sandbox.LimitError{Outcome: sandbox.Timeout, Limit: "50ms"}).Error()},
		typed{line: "2", want: "2"},
		typed{line: "console.log('x'.repeat(99)); console.log('y')", logs: "log: " + strings.Repeat("x", 99) + "\n",
			err: (&sandbox.LimitError{Outcome: sandbox.Log, Limit: sandbox.FormatSize(100)}).Error()},
		typed{line: "console.log('x'.repeat(99))", logs: "log: " + strings.Repeat("x", 99) + "\n"},
		typed{line: "for (let i = 0; i < 9; i++) DFF.CACHE.incr('n')", err: (&sandbox.LimitError{Outcome: sandbox.Cache, Limit: "3 calls"}).Error()},
		typed{line: "DFF.CACHE.get('n')", want: "'3'"},
		typed{line: "try { for (;;) DFF.CACHE.incr('n') } finally { n = 'finally' }", err: (&sandbox.LimitError{Outcome: sandbox.Cache, Limit: "3 calls"}).Error()},
		typed{line: "n === 'finally'", want: "false"},
	)
}

// TestSessionInterrupt ends lines and goes on with the session.
func TestSessionInterrupt(t *testing.T) {
	for _, line := range []string{"for (;;) console.log('running')", "console.log('running'); setInterval(() => {}, 1)", "console.log('running'); DFF.CACHE.blpop('nothing')",
		"console.log('running'); await new Promise(f => setTimeout(f, 3600e3))", "require('./slow')"} {
		t.Run(line, func(t *testing.T) {
			e := engine(t, runtime.Options{Limits: sandbox.Limits{Timeout: time.Hour}}, "slow.js", "console.log('running'); for (;;);")
			ctx, cancel := context.WithCancel(t.Context())
			s := e.NewSession(runtime.SessionOptions{Log: func(runtime.LogEntry) { cancel() }})
			for range 2 {
				_, err := s.Eval(ctx, line)
				if failure, ok := errors.AsType[*runtime.Failure](err); !ok || failure.Outcome != sandbox.Canceled {
					t.Fatalf("error %v", err)
				}
				if got, err := s.Eval(t.Context(), "DFF.CACHE.incr('n') + 1"); err != nil || got == "" {
					t.Fatalf("after it: %q, %v", got, err)
				}
				ctx, cancel = context.WithCancel(t.Context())
			}
			cancel()
		})
	}
}

func TestSessionIncomplete(t *testing.T) {
	s := engine(t, runtime.Options{}).NewSession(runtime.SessionOptions{})
	_, err := s.Eval(t.Context(), "function f() {")
	if syntax, ok := errors.AsType[*scripts.SyntaxError](err); !ok || !syntax.Incomplete {
		t.Fatalf("error %v", err)
	}
	if _, err := s.Eval(t.Context(), "function f() {\nreturn 1 }"); err != nil {
		t.Error(err)
	}
}

// TestSessionScope sees that the scope is the default of cache calls, and what a policy goes by.
func TestSessionScope(t *testing.T) {
	e := engine(t, runtime.Options{Policy: bindings.OwnScopes()}, "m.js", "exports.get = () => DFF.CACHE.get('k', 'mine')")
	s := e.NewSession(runtime.SessionOptions{Scope: "mine"})
	if got, err := s.Eval(t.Context(), "DFF.CACHE.set('k', 'v'); DFF.CACHE.get('k', 'mine')"); got != "'v'" || err != nil {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := s.Eval(t.Context(), "DFF.CACHE.get('k', 'theirs')"); err == nil || !strings.Contains(err.Error(), string(bindings.Forbidden)) && !strings.Contains(err.Error(), "not") {
		t.Errorf("another scope: %v", err)
	}
	if result, err := e.Run(t.Context(), runtime.Call{Script: "m", Func: "get"}); err == nil {
		t.Errorf("another script reads %s", result.Value)
	}
}

func TestSessionShutdown(t *testing.T) {
	e, err := runtime.New(runtime.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	s := e.NewSession(runtime.SessionOptions{})
	if err := e.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Eval(t.Context(), "1"); !errors.Is(err, runtime.ErrShutdown) {
		t.Errorf("error %v", err)
	}
}

func TestComplete(t *testing.T) {
	e := engine(t, runtime.Options{Bindings: []bindings.Object{{Name: "MAIL", Functions: map[string]bindings.Function{"send": func(context.Context, bindings.FunctionCall) (any, error) { return nil, nil }}}}})
	s := e.NewSession(runtime.SessionOptions{})
	const setup = `const C = DFF.CACHE, person = {name: 'x', get secret() { throw new Error('run') }, 'not-a-name': 1, 7: 1, inner: {deep: 1}};
		const hidden = new Proxy({}, {ownKeys() { throw new Error('run') }})`
	if _, err := s.Eval(t.Context(), setup); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"DF": {"DFF"}, "1 + DFF.": {"CACHE", "MAIL"}, "DFF.M": {"MAIL"}, "DFF.MAIL.": {"send"}, "DFF.CACHE.getse": {"getset"}, "C.hge": {"hget", "hgetall"}, "C.pi": {"ping", "pipeline"}, "C.pipeline(": {""},
		"person.": {"inner", "name", "secret"}, "person.inner.d": {"deep"}, "person.secret.": nil, "pers": {"person"}, "hidden.": nil, "nothing.at.all": nil, "f().na": nil, "a[0].na": nil,
		"": nil, "if (": nil, "person.toS": {"toString"}, "console.tim": {"time", "timeEnd", "timeLog"}, "'x'.": nil, "person.name.char": {"charAt", "charCodeAt"}, "setTime": {"setTimeout"}, "requ": {"require"},
		"DFF.CACHE.set(": {""}, "DFF.CACHE.set('k', ": {""}, "C.set('k', zzz": {""}, "DFF.CACHE.nothing(": nil, "person.name(": nil, "é.per": nil, "é per": {"person"},
	} {
		from, list := s.Complete(text)
		var got []string
		for _, c := range list {
			got = append(got, c.Name)
			if c.Name != "" && !strings.HasPrefix(c.Name, text[from:]) {
				t.Errorf("%q: %s does not complete %q", text, c.Name, text[from:])
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", text, diff)
		}
	}
	_, list := s.Complete("DFF.CACHE.hget")
	want := runtime.Completion{Name: "hget", Signature: "hget(key, field, scope?)", Returns: "string | null", Doc: list[0].Doc}
	if diff := cmp.Diff(want, list[0]); diff != "" || !strings.HasSuffix(want.Doc, ".") {
		t.Errorf("%s %q", diff, want.Doc)
	}
}

func FuzzComplete(f *testing.F) {
	for _, seed := range []string{"DFF.CACHE.g", "DFF.CACHE.set(", "a.b.c(", "é.", "`${DFF.", "__proto__.", "globalThis.globalThis.", "Array.prototype."} {
		f.Add(seed)
	}
	e := engine(f, runtime.Options{})
	f.Fuzz(func(t *testing.T, text string) {
		from, list := e.NewSession(runtime.SessionOptions{}).Complete(text)
		if from < 0 || from > len(text) {
			t.Fatalf("%q: from %d", text, from)
		}
		for _, c := range list {
			if c.Name != "" && !strings.HasPrefix(c.Name, text[from:]) {
				t.Errorf("%q: %s does not complete %q", text, c.Name, text[from:])
			}
		}
	})
}
