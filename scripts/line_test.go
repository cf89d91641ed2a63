package scripts

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
)

// prompt runs lines as a session does.
type prompt struct {
	vm    *goja.Runtime
	lines int
}

func newPrompt() *prompt { return &prompt{vm: goja.New()} }

// run returns the value of a line as text, or what went wrong.
func (p *prompt) run(source string) string {
	p.lines++
	line, err := CompileLine(&File{Path: fmt.Sprintf("line-%d", p.lines), Source: []byte(source)})
	if err != nil {
		return err.Error()
	}
	for _, name := range line.Names {
		if p.vm.Get(name) == nil {
			p.vm.Set(name, goja.Undefined())
		}
	}
	value, err := p.vm.RunProgram(line.Program)
	if err != nil {
		return err.Error()
	}
	run, _ := goja.AssertFunction(value)
	result := goja.Undefined()
	returned, err := run(goja.Undefined(), p.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		result = c.Argument(0)
		return goja.Undefined()
	}))
	if err != nil {
		return err.Error()
	}
	if promise, ok := returned.Export().(*goja.Promise); ok && promise.State() == goja.PromiseStateRejected {
		return promise.Result().ToObject(p.vm).Get("stack").String()
	}
	return result.String()
}

// programCounter is the end of a position in goja's stacks.
var programCounter = regexp.MustCompile(`\(\d+\)`)

// TestLines runs lines of one session each, in pairs with what they give.
func TestLines(t *testing.T) {
	for name, lines := range map[string][]string{
		"values":         {"1 + 1", "2", "", "undefined", "// nothing", "undefined", "1; 2;", "2", "'a'\n+ 'b'", "ab"},
		"objects":        {"JSON.stringify({a: 1})", `{"a":1}`, "{a: 1}.a", "1", "{ let a = 5; a }", "undefined", "{}", "[object Object]", "{a: 1};", "undefined"},
		"let":            {"let x = 1", "undefined", "x", "1", "let x = x + 1; x", "2", "let x; typeof x", "undefined", "x = 5", "5", "x", "5"},
		"const":          {"const c = 1, d = c + 1", "undefined", "const c = 3; c + d", "5", "c = 4", "4"},
		"var":            {"var v = 1", "undefined", "var v; v", "1", "for (var i = 0; i < 3; i++);", "undefined", "i", "3", "for (var k in {a: 1});", "undefined", "k", "a", "if (true) { var w = 9 }", "undefined", "w", "9"},
		"for of":         {"for (var e of [1, 2]);", "undefined", "e", "2", "for (const x of [1]); typeof x", "undefined"},
		"class":          {"class A { n() { return 1 } }", "undefined", "new A().n()", "1", "class A { n() { return 2 } }", "undefined", "new A().n() + A.name", "2A"},
		"inheritance":    {"class A { #p = 1; get p() { return this.#p } }; class B extends A {}", "undefined", "new B().p", "1"},
		"function":       {"f(); function f() { return 1 }", "1", "function f() { return 2 }", "undefined", "f() + f.name", "2f", "function* g() { yield 3 }", "undefined", "[...g()][0]", "3"},
		"recursion":      {"function fac(n) { return n < 2 ? 1 : n * fac(n - 1) }; fac(5)", "120"},
		"closures":       {"let n = 1; const get = () => n", "undefined", "n = 2; get()", "2", "let n = 3; get()", "3", "get.name", "get"},
		"patterns":       {"const {a, b: {c}, ...rest} = {a: 1, b: {c: 2}, d: 3, e: 4}", "undefined", "a + c + rest.d + rest.e", "10", "let [x, , y = 5, ...[z]] = [1, 2, undefined, 4]; x + y + z", "10", "var {p = 7, q: [r] = [8]} = {}; p + r", "15"},
		"block scope":    {"{ let inner = 1; }", "undefined", "typeof inner", "undefined", "if (true) { const inner = 1 }; typeof inner", "undefined"},
		"this":           {"this === globalThis", "true"},
		"strict":         {"'use strict'; let s = 1; s", "1", "'use strict'; undeclared = 1", "ReferenceError: undeclared is not defined at line-2:1:15"},
		"await":          {"await 1", "1", "const {a} = await {a: 2}; a", "2", "a", "2", "for (const p of [1, 2]) await p; a", "2", "await Promise.reject(new Error('no'))", "Error: no\n\tat line-5:1:22\n"},
		"no await":       {"typeof Promise.resolve(1)", "object", "async function f() { return await 5 }; typeof f()", "object"},
		"for await":      {"let sum = 0; for await (const n of (async function* () { yield 1; yield 2 })()) sum += n; sum", "3", "sum", "3", "typeof __forAwait + typeof __knownSymbol", "undefinedundefined"},
		"typescript":     {"const n: number = 5; n as any", "5", "interface I { a: string }", "undefined", "enum E { A = 3 }", "undefined", "E.A + n", "8", "let s: string\n= 'x'; s", "x", "({a: 1} as any).a", "1"},
		"templates":      {"`a\n${1 + 1}b`", "a\n2b"},
		"regular":        {"/[/]}{/.test('/}{')", "true"},
		"top return":     {"return", "undefined"},
		"throws":         {"throw new Error('x')", "Error: x at line-1:1:7", "\n  null.x", "TypeError: Cannot read property 'x' of undefined at line-2:2:8"},
		"esbuild places": {"\n\n let a: number = null.x", "TypeError: Cannot read property 'x' of undefined at line-1:3:23"},
		"own names":      {"let arguments_ = 1, async = 2, of = 3; arguments_ + async + of", "6"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPrompt()
			for pair := range slices.Chunk(lines, 2) {
				if got := programCounter.ReplaceAllString(p.run(pair[0]), ""); got != pair[1] {
					t.Errorf("%q gives %q, want %q", pair[0], got, pair[1])
				}
			}
		})
	}
}

func TestLineNames(t *testing.T) {
	line, err := CompileLine(&File{Path: "line", Source: []byte("function f() {}; let {a, b: [c = 1]} = o, d; class E {}; { var g; let h }; for (let i of []) { var j }")})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(line.Names)
	if diff := cmp.Diff([]string{"E", "a", "c", "d", "f", "g", "j"}, line.Names); diff != "" {
		t.Error(diff)
	}
}

func TestIncompleteLines(t *testing.T) {
	for _, source := range []string{
		"function f() {", "if (x) {", "[1,", "({a: 1", "{a: [", "f(", "`text", "`a ${", "`a ${b", "/* note", "1 +", "x = ", "await f(", "async () => {",
		"class A {", "for (const x of y) {", "const {a,", "a.", "if (x)", "try {}", "let s: Map<string,", "interface I {", "x ? y :", "if (x", "const", "await await", "`a\n${'b'}\n", "// note\n(", "f({\n  a: `}`,",
	} {
		if !isIncomplete(t, source) {
			t.Errorf("%q counts as complete", source)
		}
	}
	for _, source := range []string{
		"'text", "\"text", "/regular", "}", ")", "f(]", "})", "}); f(); (function () {", "}); (async function () {", "}, function () {", "let = 5 5", "a b", "let 5", "`${'a",
		"import x from './x.js'", "export const x = 1", "1..2.3x", "`a`; }",
	} {
		if _, err := CompileLine(&File{Path: "line", Source: []byte(source)}); err == nil || isIncomplete(t, source) {
			t.Errorf("%q gives %v, want an error that no more text can mend", source, err)
		}
	}
}

func isIncomplete(t *testing.T, source string) bool {
	t.Helper()
	_, err := CompileLine(&File{Path: "line", Source: []byte(source)})
	syntax, ok := errors.AsType[*SyntaxError](err)
	if err != nil && !ok {
		t.Errorf("%q: the error is %T", source, err)
	}
	return ok && syntax.Incomplete
}

func TestLineErrors(t *testing.T) {
	for source, want := range map[string]string{
		"a b":                    `line:1:3: SyntaxError: Expected ";" but found "b"`,
		"\n  let x = ]":          `line:2:11: SyntaxError: Unexpected "]"`,
		"'é' 'x' ]":              `line:1:5: SyntaxError: Expected ";" but found "'x'"`,
		"import x from './x.js'": "line:1:8: SyntaxError: import and export declarations belong into files; here, write: const {name} = await import('./file.js')",
		"\xff":                   "line:1:1: SyntaxError: byte 0xFF is no valid UTF-8: save the file as UTF-8",
	} {
		_, err := CompileLine(&File{Path: "line", Source: []byte(source)})
		if err == nil || err.Error() != want {
			t.Errorf("%q: error %v, want %s", source, err, want)
		}
	}
}

func FuzzCompileLine(f *testing.F) {
	for _, seed := range []string{"let {a} = b", "await x", "{a: 1}", "}); (function () {", "`${", "function f() {}", "let x: number", "for await (x of y);", "é", "import('./x')"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 200 {
			return // nesting is expensive: see Compile
		}
		line, err := CompileLine(&File{Path: "line", Source: []byte(source)})
		if syntax, ok := errors.AsType[*SyntaxError](err); err != nil && (!ok || strings.TrimSpace(syntax.Message) == "") {
			t.Errorf("%q: error %#v", source, err)
		}
		if err == nil && slices.Contains(line.Names, lineResult) {
			t.Errorf("%q declares %v", source, line.Names)
		}
	})
}
