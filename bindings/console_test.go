package bindings

import (
	"regexp"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// logs runs code with a console and returns what it wrote, each message with its level.
func logs(tb testing.TB, code string) []string {
	tb.Helper()
	var list []string
	vm := goja.New()
	vm.Set("console", Console(vm, func(level, message string) { list = append(list, level+": "+message) }))
	if _, err := vm.RunScript("test.js", code); err != nil {
		tb.Fatalf("%s\n%v", code, err)
	}
	return list
}

func TestInspect(t *testing.T) {
	for _, test := range []struct{ code, want string }{
		{`1`, `1`}, {`-0`, `-0`}, {`1.5`, `1.5`}, {`1e21`, `1e+21`}, {`NaN`, `NaN`}, {`-Infinity`, `-Infinity`},
		{`1n`, `1n`}, {`true`, `true`}, {`null`, `null`}, {`undefined`, `undefined`},
		{`Symbol('x')`, `Symbol(x)`}, {`Symbol.iterator`, `Symbol(Symbol.iterator)`},
		{`'a b'`, `a b`}, {`''`, ``}, {`['a b']`, `[ 'a b' ]`},
		{`["it's"]`, `[ "it's" ]`}, {`['"\'']`, "[ `\"'` ]"}, {"['\"\\'`']", "[ '\"\\'`' ]"}, {`['\n\t\x01\\']`, `[ '\n\t\x01\\' ]`},
		{`{}`, `{}`}, {`[]`, `[]`}, {`{a: 1, b: [1, 2]}`, `{ a: 1, b: [ 1, 2 ] }`}, {`{'a-b': 1, 2: 3}`, `{ '2': 3, 'a-b': 1 }`},
		{`{a: undefined, [Symbol('s')]: null}`, `{ a: undefined, [Symbol(s)]: null }`},
		{`{a: {b: {c: {d: 1}}}}`, `{ a: { b: { c: [Object] } } }`}, {`[[[[1]]]]`, `[ [ [ [Array] ] ] ]`},
		{`Object.create(null)`, `[Object: null prototype] {}`}, {`{__proto__: null, a: 1}`, `[Object: null prototype] { a: 1 }`},
		{`{['__proto__']: 1}`, `{ __proto__: 1 }`},
		{`[1, , 3]`, `[ 1, <1 empty item>, 3 ]`}, {`[, , 1]`, `[ <2 empty items>, 1 ]`}, {`new Array(3)`, `[ <3 empty items> ]`},
		{`Object.assign([1], {a: 2})`, `[ 1, a: 2 ]`},
		{`(function () { return arguments })(1, 'a')`, `[Arguments] [ 1, 'a' ]`},
		{`{get a() { throw 1 }, set b(v) {}, get c() { throw 1 }, set c(v) {}}`, `{ a: [Getter], b: [Setter], c: [Getter/Setter] }`},
		{`(() => { let o = {a: 1}; o.self = o; return o })()`, `<ref *1> { a: 1, self: [Circular *1] }`},
		{`(() => { let a = [{}]; a[0].up = a; return a })()`, `<ref *1> [ { up: [Circular *1] } ]`},
		{`new Map([['a', 1], [{b: 2}, [3]]])`, `Map(2) { 'a' => 1, { b: 2 } => [ 3 ] }`}, {`new Map()`, `Map(0) {}`},
		{`new Set(['a', 1])`, `Set(2) { 'a', 1 }`}, {`new (class Bag extends Set {})([1])`, `Bag(1) { 1 }`},
		{`new WeakMap()`, `WeakMap {}`},
		{`new Date(0)`, `1970-01-01T00:00:00.000Z`}, {`new Date(NaN)`, `Invalid Date`}, {`[new Date(0)]`, `[ 1970-01-01T00:00:00.000Z ]`},
		{`/a\/b/gi`, `/a\/b/gi`},
		{`new Number(3)`, `[Number: 3]`}, {`new String('x')`, `[String: 'x']`}, {`new Boolean(false)`, `[Boolean: false]`},
		{`function f() {}`, `[Function: f]`}, {`() => 1`, `[Function (anonymous)]`}, {`async () => 1`, `[AsyncFunction (anonymous)]`},
		{`{f() {}}`, `{ f: [Function: f] }`}, {`class A {}`, `[class A]`}, {`class extends Array {}`, `[class (anonymous) extends Array]`},
		{`Object.assign(function f() {}, {a: 1})`, `[Function: f] { a: 1 }`},
		{`new (class Point { constructor() { this.x = 1 } })`, `Point { x: 1 }`}, {`new (class A {})`, `A {}`},
		{`new (class List extends Array {})(1, 2)`, `List(2) [ 1, 2 ]`},
		{`Promise.resolve(1)`, `Promise { 1 }`}, {`new Promise(() => {})`, `Promise { <pending> }`},
		{`new Uint8Array([1, 2])`, `Uint8Array(2) [ 1, 2 ]`}, {`new ArrayBuffer(4)`, `ArrayBuffer { byteLength: 4 }`},
		{`new Proxy({a: 1}, {get() { throw 1 }, ownKeys() { throw 1 }, getOwnPropertyDescriptor() { throw 1 }})`, `{ a: 1 }`},
		{`{constructor: 1}`, `{ constructor: 1 }`}, {`{length: -1}`, `{ length: -1 }`},
		{`{a: 'x'.repeat(80)}`, "{\n  a: '" + strings.Repeat("x", 80) + "'\n}"},
		{`{s: 'x'.repeat(40), o: {t: 'y'.repeat(40), u: 'z'.repeat(40)}}`, "{\n  s: '" + strings.Repeat("x", 40) + "',\n  o: {\n    t: '" +
			strings.Repeat("y", 40) + "',\n    u: '" + strings.Repeat("z", 40) + "'\n  }\n}"},
		{`new Error('no', {cause: 'x'})`, "Error: no\n    at test.js:1:13 {\n  [cause]: 'x'\n}"},
		{`Object.assign(new RangeError('no'), {code: 'E'})`, "RangeError: no\n    at test.js:1:27 {\n  code: 'E'\n}"},
		{`{e: Object.assign(new Error('no'), {stack: ''})}`, `{ e: [Error: no] }`},
		{`Object.defineProperty(new Error('no'), 'stack', {get() { throw 1 }})`, `[Error: no]`},
	} {
		got := logs(t, "console.log("+test.code+")")
		if len(got) != 1 || got[0] != "log: "+test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.code, strings.Join(got, "\n"), test.want)
		}
	}
}

func TestConsole(t *testing.T) {
	for _, test := range []struct{ code, want string }{
		{`console.debug(1); console.log(2); console.info(3); console.warn(4); console.error(5)`, "debug: 1|log: 2|info: 3|warn: 4|error: 5"},
		{`console.log()`, "log: "},
		{`console.log('a', 1, 'b', {c: 'd'})`, "log: a 1 b { c: 'd' }"},
		{`console.log(1, '%s')`, "log: 1 %s"},
		{`console.log('100%')`, "log: 100%"}, {`console.log('100%%')`, "log: 100%%"}, {`console.log('100%%', 1)`, "log: 100% 1"},
		{`console.log('%s is %d', 'x', 1.5, 'more')`, "log: x is 1.5 more"},
		{`console.log('%s %s', 'x')`, "log: x %s"}, {`console.log('%x', 1)`, "log: %x 1"}, {`console.log('%', 1)`, "log: % 1"},
		{`console.log('%s|%s|%s', {a: {b: 1}}, 1n, -0)`, "log: { a: [Object] }|1n|-0"},
		{`console.log('%s', Symbol('x'))`, "log: Symbol(x)"},
		{`console.log('%d|%i|%f', '1.5', '1.5', '1.5')`, "log: 1.5|1|1.5"},
		{`console.log('%d|%i|%d|%d', 1n, 2.9, {}, Symbol())`, "log: 1n|2|NaN|NaN"},
		{`console.log('%j %j %j', {a: [1]}, 'x', undefined)`, `log: {"a":[1]} "x" undefined`},
		{`let o = {}; o.o = o; console.log('%j', o)`, `log: [Circular]`},
		{`console.log('%o', {a: {b: {c: {d: {}}}}})`, "log: { a: { b: { c: { d: {} } } } }"},
		{`console.log('%O', {a: {b: {c: {d: 1}}}})`, "log: { a: { b: { c: [Object] } } }"},
		{`console.log('%cred', 'color: red')`, "log: red"},
		{`console.assert(true, 'x'); console.assert(false, 'a %s', 'b'); console.assert()`, "error: Assertion failed: a b|error: Assertion failed"},
		{`console.dir({a: {b: {c: {d: 1}}}}, {depth: null}); console.dir({a: {b: 1}}, {depth: 0})`, "log: { a: { b: { c: { d: 1 } } } }|log: { a: [Object] }"},
		{`console.dir('s')`, "log: 's'"},
		{`console.count(); console.count(); console.count('x'); console.countReset(); console.count()`, "log: default: 1|log: default: 2|log: x: 1|log: default: 1"},
		{`console.timeEnd('x'); console.timeLog()`, "warn: Warning: no such label 'x' for console.timeEnd()|warn: Warning: no such label 'default' for console.timeLog()"},
		{`console.group('g'); console.log('a\nb'); console.group(); console.warn(1); console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log(2)`,
			"log: g|log:   a\n  b|warn:     1|log: 2"},
		{`console.table([{a: 1, b: 'x'}, {a: 2, c: true}])`, "log: " + `┌─────────┬───┬─────┬──────┐
│ (index) │ a │ b   │ c    │
├─────────┼───┼─────┼──────┤
│ 0       │ 1 │ 'x' │      │
│ 1       │ 2 │     │ true │
└─────────┴───┴─────┴──────┘`},
		{`console.table({x: 1}); console.table([[1, 2]], ['1']); console.table(5)`, "log: " + `┌─────────┬────────┐
│ (index) │ Values │
├─────────┼────────┤
│ x       │ 1      │
└─────────┴────────┘` + "|log: " + `┌─────────┬───┐
│ (index) │ 1 │
├─────────┼───┤
│ 0       │ 2 │
└─────────┴───┘` + "|log: 5"},
		{`const {log} = console; log('free'); console.log === log || log('changed')`, "log: free"},
		{`let old = console.log; console.log = (...a) => old('mine', ...a); console.log(1); delete console.log; old(typeof console.log)`, "log: mine 1|log: undefined"},
		{`console.log(Object.keys(console).includes('timeEnd'), 'nosuch' in console, typeof console.nosuch)`, "log: true false undefined"},
		{`Object.getOwnPropertyDescriptor = null; console.log('x', 1)`, "log: x 1"},
	} {
		if got := strings.Join(logs(t, test.code), "|"); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.code, got, test.want)
		}
	}
}

func TestConsoleTraceAndTime(t *testing.T) {
	got := logs(t, "function f() { console.trace('x %d', 1) }\nf()\nconsole.time(); console.timeLog('default', 1); console.timeEnd(); console.timeEnd()")
	if want := "error: Trace: x 1\n    at f (test.js:1:29)\n    at test.js:2:2"; got[0] != want {
		t.Errorf("got %q, want %q", got[0], want)
	}
	if !regexp.MustCompile(`^log: default: [\d.]+ms 1$`).MatchString(got[1]) || !strings.HasPrefix(got[2], "log: default: ") || !strings.HasPrefix(got[3], "warn: ") {
		t.Errorf("got %q", got[1:])
	}
}

// TestConsoleBounded shows that no value makes a message long, or long to write.
func TestConsoleBounded(t *testing.T) {
	for _, code := range []string{
		`'é'.repeat(1e6)`,
		`'%s%s', 'x'.repeat(1e6), 'y'.repeat(1e6)`,
		`['x'.repeat(1e6)]`,
		`Array(1e5).fill('x'.repeat(1000))`,
		`Object.fromEntries(Array.from({length: 2e4}, (_, i) => ['key' + i, i]))`,
		`(() => { let o = {}; for (let i = 0; i < 20; i++) o = {a: o, b: o, c: o, d: o}; return o })(), {a: 1}, '\n'.repeat(7e4)`,
		`new Map(Array.from({length: 99}, (_, i) => ['x'.repeat(1000) + i, i]))`,
		`new Error('x'.repeat(1e6))`,
		`'%', ...Array(1e4).fill('x'.repeat(100))`,
		`'%s'.repeat(1e4), ...Array(1e4).fill('x'.repeat(100))`,
	} {
		got := logs(t, "console.log("+code+")")
		if len(got) != 1 || len(got[0]) > maxMessage+len("log: ") || !strings.HasSuffix(got[0], cutNote) {
			t.Errorf("%s: got %d bytes that end in %q", code, len(got[0]), got[0][max(0, len(got[0])-50):])
		}
	}
	deep := logs(t, `let o = 1; for (let i = 0; i < 1e5; i++) o = [o]; console.dir(o, {depth: null})`)
	if len(deep) != 1 || len(deep[0]) > maxMessage+len("log: ") {
		t.Errorf("got %d bytes of nested arrays", len(deep[0]))
	}
	if got := logs(t, `console.log(Array.from({length: 101}, (_, i) => i))`)[0]; !strings.Contains(got, "99,\n  ... 1 more item\n]") && !strings.Contains(got, "99, ... 1 more item\n]") {
		t.Errorf("got %s", got)
	}
}

func BenchmarkConsole(b *testing.B) {
	vm := goja.New()
	vm.Set("console", Console(vm, func(level, message string) {}))
	for _, bench := range []struct{ name, code string }{
		{"string", `() => console.log('hello')`},
		{"object", `() => console.log({name: 'Ann', age: 30, tags: ['a', 'b']})`},
	} {
		b.Run(bench.name, func(b *testing.B) {
			f, _ := goja.AssertFunction(run(b, vm, bench.code))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f(goja.Undefined()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
