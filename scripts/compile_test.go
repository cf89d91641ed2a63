package scripts

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// load is the smallest runtime that modules need: CommonJS over a map of files.
type load struct {
	vm      *goja.Runtime
	sources map[string]string
	modules map[string]*goja.Object
}

func newLoad(sources map[string]string) *load {
	l := &load{vm: goja.New(), sources: sources, modules: map[string]*goja.Object{}}
	l.vm.SetParserOptions(parser.WithDisableSourceMaps)
	return l
}

func (l *load) require(p string) (goja.Value, error) {
	if m := l.modules[p]; m != nil {
		return m.Get("exports"), nil
	}
	source, ok := l.sources[p]
	if !ok {
		return nil, fmt.Errorf("no file %s", p)
	}
	program, err := Compile(newFile(p, []byte(source)))
	if err != nil {
		return nil, err
	}
	module, exports := l.vm.NewObject(), l.vm.NewObject()
	l.modules[p] = module
	module.Set("exports", exports)
	if program.JSON != nil {
		parse, _ := goja.AssertFunction(l.vm.Get("JSON").ToObject(l.vm).Get("parse"))
		v, err := parse(goja.Undefined(), l.vm.ToValue(string(program.JSON)))
		if err != nil {
			return nil, err
		}
		module.Set("exports", v)
		return v, nil
	}
	f, err := l.vm.RunProgram(program.Program)
	if err != nil {
		return nil, err
	}
	call, ok := goja.AssertFunction(f)
	if !ok {
		return nil, fmt.Errorf("%s is no function", f)
	}
	require := func(c goja.FunctionCall) goja.Value {
		v, err := l.require(strings.TrimPrefix(c.Argument(0).String(), "./"))
		if err != nil {
			panic(l.vm.NewGoError(err))
		}
		return v
	}
	_, err = call(exports, exports, l.vm.ToValue(require), module, l.vm.ToValue(p), l.vm.ToValue(filepath.Dir(p)), l.vm.ToValue("dff"))
	return module.Get("exports"), err
}

// result is the JSON of what a module exports, with promises settled.
func (l *load) result(p string) (string, error) {
	v, err := l.require(p)
	if err != nil {
		return "", err
	}
	l.vm.Set("$v", v)
	// An export that is a promise is shown as what it resolved to: all jobs have run.
	_, err = l.vm.RunString(`
		var $done = {};
		if (typeof $v !== "object" || $v === null || Array.isArray($v)) $done = $v;
		else for (const k of Object.keys($v)) Promise.resolve($v[k]).then(x => { $done[k] = x }, e => { $done[k] = String(e) });
	`)
	if err != nil {
		return "", err
	}
	v, err = l.vm.RunString(`JSON.stringify($done)`)
	if err != nil {
		return "", err
	}
	return v.String(), nil
}

func TestCompile(t *testing.T) {
	cjs := map[string]string{"cjs.js": "module.exports = {a: 1, f() { return 2 }}", "esm.ts": "export const a: number = 1; export default function () { return 3 }",
		"data.json": `{"__proto__": {"x": 1}, "n": [1, 2]}`, "none.js": "", "fn.cjs": "module.exports = () => 5"}
	for _, tt := range []struct{ name, file, source, want string }{
		{"exports", "a.js", "exports.x = 1", `{"x":1}`},
		{"module.exports", "a.js", "module.exports = 7", `7`},
		{"this is exports", "a.js", "this.x = 1; exports.same = this === exports && this === module.exports", `{"x":1,"same":true}`},
		{"parameters", "a.js", "exports.x = [typeof require, __filename, __dirname, DFF, arguments.length]", `{"x":["function","a.js",".","dff",6]}`},
		{"hoisting", "a.js", "exports.x = f(); function f() { return typeof v } var v = 1", `{"x":"undefined"}`},
		{"functions are the module's own", "a.js", "function f() {} var v = 1; let l = 2; exports.x = [typeof globalThis.f, typeof globalThis.v]", `{"x":["undefined","undefined"]}`},
		{"sloppy", "a.js", "exports.x = (function () { return typeof this })(); undeclared = 1; exports.y = globalThis.undeclared", `{"x":"object","y":1}`},
		{"strict", "a.js", "'use strict'; exports.x = (function () { return typeof this })()", `{"x":"undefined"}`},
		{"strict by comment first", "a.js", "// why\n'use strict'\nexports.x = (function () { return typeof this })()", `{"x":"undefined"}`},
		{"redeclared parameter by var", "a.js", "var module = module; var require; exports.x = typeof require", `{"x":"function"}`},
		{"closure", "a.js", "let n = 0; exports.x = [1, 2].map(() => ++n)", `{"x":[1,2]}`},
		{"function expression of its own name", "a.js", "exports.x = (function fact(n) { return n < 2 ? 1 : n * fact(n - 1) })(5)", `{"x":120}`},
		{"class", "a.js", "class A { static #n = 1; static n() { return A.#n } } exports.x = A.n()", `{"x":1}`},
		{"eval sees the module", "a.js", "var q = 3; exports.x = eval('q + 1')", `{"x":4}`},
		{"return", "a.js", "exports.x = 1; if (exports.x) return; exports.x = 2", `{"x":1}`},
		{"return at once", "a.cjs", "return module.exports = 4", `4`},
		{"return, sloppy", "a.js", "undeclared = 1; exports.x = undeclared; return", `{"x":1}`},
		{"hashbang", "a.js", "#!/usr/bin/env dff\nexports.x = 1", `{"x":1}`},
		{"hashbang in TypeScript", "a.ts", "#!/usr/bin/env dff\nexport const x = 1", `{"x":1}`},
		{"byte order mark", "a.js", "\ufeffexports.x = 1", `{"x":1}`},
		{"byte order mark in TypeScript", "a.ts", "\ufeffexport const x = 1", `{"x":1}`},
		{"empty", "a.js", "", `{}`},
		{"only a comment", "a.js", "// nothing", `{}`},
		{"empty TypeScript", "a.ts", "", `{}`},
		{"only a comment in TypeScript", "a.ts", "// nothing", `{}`},
		{"only types", "a.ts", "interface A { b: string }\ntype C = A | null", `{}`},
		{"only exported types", "a.ts", "export interface A { b: string }", `{}`},
		{"only a directive in TypeScript", "a.ts", "'use strict'", `{}`},
		{"only declarations", "a.d.ts", "declare const x: number", `{}`},
		{"not ASCII", "a.js", "const größe = 'ü😀'; exports.x = größe + größe.length", `{"x":"ü😀3"}`},
		{"not ASCII in TypeScript", "a.ts", "const größe: string = 'ü😀'; export const x = größe + größe.length", `{"x":"ü😀3"}`},
		{"line separators", "a.js", "exports.x = '\u2028'.length", `{"x":1}`},
		{"source map comment", "a.js", "exports.x = 1\n//# sourceMappingURL=file:///etc/passwd", `{"x":1}`},

		{"export", "a.mjs", "export const x = 1; export default 2", `{"default":2,"x":1}`},
		{"export from .js", "a.js", "export const x = 1; export { x as y }", `{"x":1,"y":1}`},
		{"esModule", "a.mjs", "export {}; ", `{}`},
		{"import default of CommonJS", "a.mjs", "import m from './cjs.js'; export const x = m.f()", `{"x":2}`},
		{"import default of CommonJS from .js", "a.js", "import m from './cjs.js'; export const x = m.f()", `{"x":2}`},
		{"import names of CommonJS", "a.mjs", "import { a, f } from './cjs.js'; export const x = a + f()", `{"x":3}`},
		{"import namespace of CommonJS", "a.mjs", "import * as m from './cjs.js'; export const x = [m.a, m.default.a]", `{"x":[1,1]}`},
		{"import function of CommonJS", "a.mjs", "import f from './fn.cjs'; export const x = f()", `{"x":5}`},
		{"import default of a module", "a.mjs", "import f, { a } from './esm.ts'; export const x = f() + a", `{"x":4}`},
		{"import default of a module from .mts", "a.mts", "import f, { a } from './esm.ts'; export const x = f() + a", `{"x":4}`},
		{"require a module", "a.cjs", "const m = require('./esm.ts'); exports.x = [m.a, m.default(), m.__esModule]", `{"x":[1,3,true]}`},
		{"import JSON", "a.ts", "import d from './data.json'; export const x = [d.n, Object.keys(d)]", `{"x":[[1,2],["__proto__","n"]]}`},
		{"import JSON with attributes", "a.js", "import d from './data.json' with { type: 'json' }; export const x = d.n", `{"x":[1,2]}`},
		{"require JSON", "a.js", "const d = require('./data.json'); exports.x = [Object.getPrototypeOf(d) === Object.prototype, d.__proto__.x, Object.keys(d)]", `{"x":[true,1,["__proto__","n"]]}`},
		{"export from", "a.mjs", "export * from './cjs.js'; export * as ns from './cjs.js'; export { a as b } from './cjs.js'", `{"b":1,"ns":{"default":{"a":1},"a":1},"a":1}`},
		{"import for effect", "a.mjs", "import './none.js'; export const x = 1", `{"x":1}`},
		{"dynamic import", "a.js", "exports.x = import('./esm.ts').then(m => m.default())", `{"x":3}`},
		{"dynamic import of CommonJS", "a.mjs", "export const x = import('./cjs.js').then(m => m.default.a)", `{"x":1}`},
		{"failed dynamic import rejects", "a.js", "exports.x = import('./missing.js')", `{"x":"GoError: no file missing.js"}`},
		{"import.meta", "a.mjs", "export const x = [import.meta.url, import.meta.filename, import.meta.dirname, typeof import.meta]", `{"x":["file:///a.mjs","a.mjs",".","object"]}`},
		{"modules are strict", "a.js", "import './none.js'\nexports.x = (function () { return typeof this })()", `{"x":"undefined"}`},
		{"this of a module", "a.mjs", "export const x = typeof this", `{"x":"undefined"}`},
		{"live bindings", "a.mjs", "export let x = 1; x = 2", `{"x":2}`},

		{"types", "a.ts", "interface A { n: number } type B = A | string; const f = <T>(x: T): T => x; export const x = f<B>('s') as string; let y!: A; export { type A }", `{"x":"s"}`},
		{"type imports vanish", "a.ts", "import type { A } from './nowhere'; import { type B } from './none'; import { C } from './none'; export const x: A | B | C = 1", `{"x":1}`},
		{"enum, namespace, parameter property", "a.ts", "enum E { A = 1, B } namespace N { export const y = 2 } class P { constructor(private z: number) {} get() { return this.z } } export const x = [E.B, E[1], N.y, new P(3).get()]", `{"x":[2,"A",2,3]}`},
		{"decorators", "a.ts", "function twice(f: any, _: any) { return function (this: any) { return 2 * f.call(this) } } class A { @twice n() { return 2 } } export const x = new A().n()", `{"x":4}`},
		{"satisfies and non-null", "a.ts", "export const x = ({ a: 1 } satisfies object)!.a", `{"x":1}`},
		{"class fields are defined", "a.ts", "class A { set y(v: number) { throw v } } class B extends A { y = 1 } export const x = new B().y", `{"x":1}`},
		{"TypeScript is strict", "a.cts", "exports.x = (function () { return typeof this })()", `{"x":"undefined"}`},
		{"export =", "a.cts", "export = 5", `5`},
		{"import = require", "a.cts", "import f = require('./fn.cjs'); export const x = f()", `{"x":5}`},
		{"generic arrow", "a.mts", "export const x = (<T,>(v: T) => v)(1)", `{"x":1}`},

		{"async generator", "a.js", "async function* g() { yield 1; yield 2 } exports.x = (async () => { const r = []; for await (const v of g()) r.push(v); return r })()", `{"x":[1,2]}`},
		{"async generator method", "a.js", "const o = { async *g() { yield 1 } }; exports.x = o.g().next().then(r => r.value)", `{"x":1}`},
		{"async generator leaves the file sloppy", "a.js", "async function* g() { yield 1 }; undeclared = 1; exports.x = undeclared", `{"x":1}`},
		{"for await", "a.js", "exports.x = (async () => { let s = 0; for await (const v of [1, Promise.resolve(2)]) s += v; return s })()", `{"x":3}`},
		{"using", "a.js", "const log = []; { using r = { [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { log.push('end') } }; log.push('in') } exports.x = log", `{"x":["in","end"]}`},
		{"newer syntax", "a.js", "let a; a ??= 1_000; a ||= 2; exports.x = [a, null?.b, 2n ** 3n === 8n, ((...r) => r.length)(...[1, 2])]; try { throw 1 } catch {}", `{"x":[1000,null,true,2]}`},
		{"JSON", "a.json", ` {"a": [1, null, true, "x"]} `, `{"a":[1,null,true,"x"]}`},
		{"JSON with byte order mark", "a.json", "\ufeff{}", `{}`},
		{"JSON that is no object", "a.json", "3", `3`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cjs[tt.file] = tt.source
			defer delete(cjs, tt.file)
			got, err := newLoad(cjs).result(tt.file)
			if err != nil || got != tt.want {
				t.Errorf("%s = %s, %v\nwant %s", tt.source, got, err, tt.want)
			}
		})
	}
}

func TestReaches(t *testing.T) {
	const all = "exports require module __filename __dirname DFF"
	for _, test := range []struct{ path, source, want string }{
		{"a.js", "", ""},
		{"a.js", `this.main = () => 'a\n'`, ""},
		{"a.js", "exports.main = () => DFF.CACHE.get('k')", "exports DFF"},
		{"a.js", "const a = require('./a'), { b } = require(__dirname + 'b')", "require __dirname"},
		{"a.mjs", "import a from './a'; a()", "exports require module"},
		{"a.js", "this.main = () => eval('x')", all},
		{"a.js", "this.main = () => (0, eval)('x')", all},
		{"a.js", "this.main = arguments", all},
		{"a.js", `r\u0065quire('./a')`, all},
	} {
		p, err := Compile(&File{Path: test.path, Source: []byte(test.source)})
		if err != nil {
			t.Errorf("%s: %v", test.source, err)
			continue
		}
		var got []string
		for i, name := range ModuleParameters {
			if p.Reaches[i] {
				got = append(got, name)
			}
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s: reaches %q, want %q", test.source, got, test.want)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, tt := range []struct{ file, source, want string }{
		{"a.js", "let x = ;", `a.js:1:9: SyntaxError: Unexpected ";"`},
		{"a.js", "foo(\n\n", `a.js:3:1: SyntaxError: Unexpected end of file`},
		{"demo/a.js", "var s = 'abc\nvar t", `demo/a.js:1:13: SyntaxError: Unterminated string literal`},
		{"a.js", "var ü = '😀'; if (", `a.js:1:19: SyntaxError: Unexpected end of file`},
		{"a.js", "// ü\nlet ü = 1; let x = 1; let x = 2", `a.js:2:27: SyntaxError: Identifier 'x' has already been declared`},
		{"a.js", "const DFF = 1", `a.js:1:7: SyntaxError: Identifier 'DFF' has already been declared`},
		{"a.js", "'use strict'; with (a) {}", `a.js:1:15: SyntaxError: `},
		{"a.js", "var a = /(/", `a.js:1:9: SyntaxError: `},
		{"a.js", "}); evil(); (function () {", `a.js:1:1: SyntaxError: Unexpected "}"`},
		{"a.ts", "const a: number = ;\n", `a.ts:1:19: SyntaxError: Unexpected ";"`},
		{"a.ts", "interface A {\n  x: \n}\n", `a.ts:3:1: SyntaxError: `},
		{"a.ts", "type A = { b: number }\n\nlet q: A = { b: 1 }\nlet q = 2", `a.ts:4:5: SyntaxError: The symbol "q" has already been declared`},
		{"a.mjs", "import x from\n", `a.mjs:2:1: SyntaxError: `},
		{"a.mjs", "const x = 1\nconst y = await x", `a.mjs:2:11: SyntaxError: top-level await is not available: put it into an async function, such as export async function main() {…}`},
		{"a.js", "await fetch()", `a.js:1:1: SyntaxError: top-level await`},
		{"a.json", `{"a": 1,}`, `a.json:1:9: SyntaxError: invalid JSON: `},
		{"a.json", "{\n  \"é\": 1 x}", `a.json:2:10: SyntaxError: invalid JSON: invalid character 'x' after object key:value pair`},
		{"a.json", "{", `a.json:1:2: SyntaxError: invalid JSON: unexpected end of JSON input`},
		{"a.json", "", `a.json:1:1: SyntaxError: invalid JSON: unexpected end of JSON input`},
		{"a.js", "a\nb = '\xff'", `a.js:2:6: SyntaxError: byte 0xFF is no valid UTF-8: save the file as UTF-8`},
		{"a.js", "\xff\xfea\x00", `a.js: SyntaxError: the file is UTF-16: save it as UTF-8`},
		{"a.txt", "", `a.txt: SyntaxError: ".txt" is the extension neither of a script nor of JSON`},
	} {
		_, err := Compile(newFile(tt.file, []byte(tt.source)))
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s %q: %v\nwant %s", tt.file, tt.source, err, tt.want)
			continue
		}
		if syntax.Line > 0 && !strings.Contains(syntax.Frame, fmt.Sprintf("> %d |", syntax.Line)) {
			t.Errorf("%s %q: frame\n%s", tt.file, tt.source, syntax.Frame)
		}
	}
}

// TestPositions throws at a marked place and looks where the stack says it was.
func TestPositions(t *testing.T) {
	for _, tt := range []struct{ name, file, source string }{
		{"first line", "a.js", "@throw new Error('x')"},
		{"second line", "a.js", "var a = 1\n  @throw new Error('x')"},
		{"in a function", "dir/a.js", "function f() {\n\treturn @g()\n}\nf()"},
		{"behind umlauts", "a.js", "var ü = 'äöü', b = ü; @throw new Error('x')"},
		{"behind an emoji", "a.js", "var b = '😀😀'; @throw new Error('x')"},
		{"behind a line separator", "a.js", "var b = '\u2028'; @throw new Error('x')"},
		{"Windows lines", "a.js", "var b\r\n\r\n  @throw new Error('x')\r\n"},
		{"beside a byte order mark", "a.js", "\ufeff@throw new Error('x')"},
		{"with return", "a.js", "if (!exports) return\nvar s = 'ü'; @throw new Error('x')"},
		{"TypeScript", "a.ts", "interface A {\n  n: number\n}\n\nconst a: A = { n: 1 }\nif (a.n) @throw new Error('x')"},
		{"TypeScript, one line", "a.ts", "type A = number; const ü: A = 1; const f = <T>(x: T): T => { @throw new Error('x') }; f(ü)"},
		{"TypeScript behind an emoji", "a.ts", "const a: string = '😀', b: string = `😀`; @throw new Error(a)"},
		{"enum and class", "a.ts", "enum E { A }\nclass C {\n  constructor(private n: E) {}\n  m(): never {\n    @throw new Error('x')\n  }\n}\nnew C(E.A).m()"},
		{"module", "a.mjs", "import './b.js'\nexport const x = 1\nexport function f() {\n  @throw new Error('x')\n}\nf()"},
		{"file name that no URL has", "my demo/größe %41 #1?.ts", "const a: number = 1;\n@throw new Error('x')"},
		{"lowered", "a.js", "function* g() {}; async function* h() { yield 1 }\nfor (const x of [1])\n  @throw new Error('x')"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after, _ := strings.Cut(tt.source, "@")
			lines := lineStarts(before)
			column := 1
			for _, r := range strings.TrimPrefix(before[lines[len(lines)-1]:], "\ufeff") {
				column += utf16Len(r)
			}
			want := fmt.Sprintf("%s:%d:%d", tt.file, len(lines), column)
			_, err := newLoad(map[string]string{tt.file: before + after, "b.js": ""}).require(tt.file)
			var exception *goja.Exception
			if !errors.As(err, &exception) {
				t.Fatalf("%v", err)
			}
			// goja's stack is where the error was made or, if it was made by a called function, where that was called.
			stack := exception.Stack()
			at := stack[0].Position()
			got := fmt.Sprintf("%s:%d", at.Filename, at.Line)
			if !strings.HasPrefix(want, got+":") {
				t.Errorf("thrown at %s:%d, want %s", got, at.Column, want)
			}
			// The error is constructed behind "throw ", or called at the mark.
			offset := at.Column - column
			if !strings.HasPrefix(after[min(max(0, offset), len(after)):], "new Error") && offset != 0 && offset != 1 {
				t.Errorf("thrown at column %d, want %s\n%s", at.Column, want, Frame([]byte(before+after), at.Line, at.Column))
			}
		})
	}
}

// fiftyLines is a script of the size that people write.
func fiftyLines(typed bool) string {
	var b strings.Builder
	b.WriteString("'use strict'\n")
	for i := range 7 {
		source := `
function total%d(orders: object[], rate: number) {
  const seen = new Map(), now = Date.now()
  for (const { id, lines = [] } of orders) {
    seen.set(id, lines.reduce((sum, line) => sum + line.price * (line.count ?? 1), 0) * rate)
  }
  return [...seen].filter(([, sum]) => sum > 10 && now).map(([id, sum]) => ({ id, sum: Math.round(sum * 100) / 100 }))
}`
		if !typed {
			source = strings.ReplaceAll(strings.ReplaceAll(source, ": object[]", ""), ": number", "")
		}
		fmt.Fprintf(&b, source, i)
	}
	if typed {
		return b.String() + "\nexport default total1\n"
	}
	return b.String() + "\nmodule.exports = total1\n"
}

func BenchmarkCompile(b *testing.B) {
	for _, bb := range []struct{ name, file, source string }{
		{"JavaScript", "a.js", fiftyLines(false)},
		{"NotASCII", "a.js", fiftyLines(false) + "// ü\n"},
		{"Module", "a.mjs", strings.Replace(fiftyLines(false), "module.exports =", "export default", 1)},
		{"TypeScript", "a.ts", fiftyLines(true)},
		{"JSON", "a.json", `{"a":[1,2,3]}`},
	} {
		b.Run(bb.name, func(b *testing.B) {
			f := newFile(bb.file, []byte(bb.source))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Compile(f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"let a = 1", "export default 1", "return 1", "async function* f() { yield 1 }", "enum A { B }", "}", "'", "`${", "/[/", "{\"a\":1}", "\ufeffü", "😀", "a\u2028b", "@d class A {}", "(a=>(b=>(c=1))())()", "#!/x\nfoo", "class A { static { this.#a } }", "\xff"} {
		for kind := range 4 {
			f.Add(s, byte(kind))
		}
	}
	f.Fuzz(func(t *testing.T, source string, kind byte) {
		// Nesting costs goja exponential time: what is tested here is correctness, so that the inputs are small.
		if len(source) > 200 || strings.Count(source, "(")+strings.Count(source, "[")+strings.Count(source, "{") > 8 || strings.Contains(source, "**") || strings.Contains(source, "<<") {
			return
		}
		name := "a" + []string{".js", ".mjs", ".ts", ".json"}[kind%4]
		p, err := Compile(newFile(name, []byte(source)))
		if (p == nil) == (err == nil) {
			t.Fatalf("%v, %v", p, err)
		}
		if err == nil {
			return
		}
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.File != name || syntax.Message == "" || strings.Contains(err.Error(), "\n") {
			t.Fatalf("%#v", err)
		}
		if lines := len(lineStarts(strings.TrimPrefix(source, "\ufeff"))); syntax.Line > lines || syntax.Line > 0 && (syntax.Column < 1 || syntax.Frame == "") {
			t.Fatalf("%#v in %d lines", syntax, lines)
		}
		if strings.Contains(err.Error(), "the compiler failed") {
			t.Log(err) // contained
		}
	})
}

func TestSourceMapCommentReadsNothing(t *testing.T) {
	// A named pipe without a writer: whoever opens it waits for ever.
	p := filepath.Join(t.TempDir(), "map")
	if err := os.WriteFile(p, []byte(`{"version":3,"sources":["stolen.js"],"mappings":"AAAA"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.js", "a.ts"} {
		_, err := newLoad(map[string]string{name: "eval('null.x\\n//# sourceMappingURL=file://" + p + "')\n//# sourceMappingURL=file://" + p}).require(name)
		if err == nil || strings.Contains(fmt.Sprint(err), "stolen") {
			t.Errorf("%s: %v", name, err)
		}
		_, err = newLoad(map[string]string{name: "null.x\n//# sourceMappingURL=file://" + p}).require(name)
		if err == nil || strings.Contains(fmt.Sprint(err), "stolen") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
