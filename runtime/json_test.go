package runtime

import (
	"encoding/json"
	"testing"

	"github.com/dop251/goja"
)

// FuzzJSONText compares what is made of a JSON text with what JSON.parse makes of it.
func FuzzJSONText(f *testing.F) {
	for _, text := range []string{
		`null`, ` true `, `false`, `""`, `"a"`, `"ä€😀"`, `"\"\\\/\b\f\n\r\t\u0041\ud83d\ude00"`, `"\ud800"`, `"\\"`, `"\\\""`, "\"\xff\"",
		`0`, `-0`, `-0.0`, `1`, `-1`, `1.5`, `1e3`, `1E+3`, `1e-7`, `9007199254740991`, `9007199254740992`, `-9007199254740993`,
		`123456789012345678901234567890`, `1e-400`,
		`[]`, ` [ ] `, `[1]`, `[1,"a",null,[[]],{}]`, "[\n1 ,\t2\r]",
		`{}`, ` { } `, `{"a":1}`, `{"a":1,"a":2}`, ` { "a" : [ 1 , { "b" : "c" } ] , "" : null } `, `{"1":1,"0":2,"a\u0062":3}`,
		`{"__proto__":{"x":1},"constructor":null,"toString":1}`, `{"b":1,"a":2}`, `["]","}",":",","]`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return
		}
		vm := goja.New()
		same, err := vm.RunString(`(function same(a, b) {
			if (typeof a !== 'object' || a === null || b === null) return Object.is(a, b)
			const names = Object.getOwnPropertyNames(a)
			return Object.getPrototypeOf(a) === Object.getPrototypeOf(b)
				&& names.join('\0') === Object.getOwnPropertyNames(b).join('\0')
				&& names.every(name => {
					const x = Object.getOwnPropertyDescriptor(a, name), y = Object.getOwnPropertyDescriptor(b, name)
					return same(x.value, y.value) && x.writable === y.writable && x.enumerable === y.enumerable && x.configurable === y.configurable
				})
		})`)
		if err != nil {
			t.Fatal(err)
		}
		equal, _ := goja.AssertFunction(same)
		parse, _ := goja.AssertFunction(vm.Get("JSON").ToObject(vm).Get("parse"))
		want, err := parse(goja.Undefined(), vm.ToValue(text))
		if err != nil {
			return // a number out of range: goja refuses it, where JavaScript has an infinity
		}
		got := (&jsonText{vm: vm, text: text}).value()
		if ok, err := equal(goja.Undefined(), got, want); err != nil || !ok.ToBoolean() {
			t.Errorf("%q became %v, and %v through JSON.parse (error %v)", text, got, want, err)
		}
	})
}

func TestJSONTextOutOfRange(t *testing.T) {
	if v := (&jsonText{vm: goja.New(), text: `[1e999]`}).value().String(); v != "Infinity" {
		t.Errorf("1e999 became %s; want Infinity", v)
	}
}

func TestEncodeArgs(t *testing.T) {
	for _, test := range []struct {
		name string
		args []any
		want string
	}{
		{"none", nil, ``},
		{"values", []any{1, "<a>", nil, map[string]int{"n": 1}}, `[1,"<a>",null,{"n":1}]`},
		{"JSON text", []any{json.RawMessage(`{"a": 1}`), json.RawMessage(`2`)}, `[{"a": 1},2]`},
		{"an empty text", []any{json.RawMessage(nil)}, `[null]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := encodeArgs(test.args)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("encoded as %s; want %s", got, test.want)
			}
		})
	}
	for _, bad := range []any{json.RawMessage(`{`), json.RawMessage(`1,2`), make(chan int)} {
		if got, err := encodeArgs([]any{bad}); err == nil {
			t.Errorf("%T(%[1]v) was encoded as %s", bad, got)
		}
	}
}
