package runtime

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// encodeArgs writes a call's arguments as a JSON array. An argument that is JSON already (json.RawMessage, as those of an HTTP
// request are) is checked and taken as it is.
func encodeArgs(args []any) ([]byte, error) {
	if len(args) == 0 {
		return nil, nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, arg := range args {
		if i == 0 {
			b.WriteByte('[')
		} else {
			b.WriteByte(',')
		}
		if raw, ok := arg.(json.RawMessage); ok && json.Valid(raw) {
			b.Write(raw)
			continue
		}
		if err := enc.Encode(arg); err != nil {
			return nil, fmt.Errorf("argument %d of the call cannot be written as JSON: %w", i+1, err)
		}
		b.Truncate(b.Len() - len("\n"))
	}
	b.WriteByte(']')
	return b.Bytes(), nil
}

// jsonText makes JavaScript values of a JSON text, as JSON.parse does, and several times as fast: goja's reads it token by token
// through encoding/json. The text must be valid (json.Valid). Nothing that a script may have replaced is called.
type jsonText struct {
	vm   *goja.Runtime
	text string
	at   int // the next byte to read
}

// next skips white space and returns the byte behind it without taking it.
func (t *jsonText) next() byte {
	for {
		switch c := t.text[t.at]; c {
		case ' ', '\t', '\r', '\n':
			t.at++
		default:
			return c
		}
	}
}

// more takes the bracket that opens an array or object, or the comma between two items, and says whether an item follows;
// if none does, the closing bracket is taken.
func (t *jsonText) more(closing byte) bool {
	if t.next() != closing {
		t.at++ // the opening bracket, or the comma
	}
	if t.next() == closing {
		t.at++
		return false
	}
	return true
}

func (t *jsonText) value() goja.Value {
	switch t.next() {
	case '{':
		o := t.vm.NewObject()
		for t.more('}') {
			name := t.string()
			t.next()
			t.at++ // the colon
			// Defined and not set: __proto__ is a name like any other here, and no setter of a prototype hears of it.
			_ = o.DefineDataProperty(name, t.value(), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
		return o
	case '[':
		return t.vm.NewArray(t.array()...)
	case '"':
		return t.vm.ToValue(t.string())
	case 't':
		t.at += len("true")
		return t.vm.ToValue(true)
	case 'f':
		t.at += len("false")
		return t.vm.ToValue(false)
	case 'n':
		t.at += len("null")
		return goja.Null()
	}
	return t.number()
}

// array returns the elements of an array, each a goja.Value.
func (t *jsonText) array() []any {
	var items []any
	for t.more(']') {
		items = append(items, t.value())
	}
	return items
}

func (t *jsonText) string() string {
	text := t.text[t.at+1:]
	end := strings.IndexByte(text, '"')
	if s := text[:end]; strings.IndexByte(s, '\\') < 0 {
		t.at += end + len(`""`)
		return s
	}
	for end = 0; text[end] != '"'; end++ {
		if text[end] == '\\' {
			end++
		}
	}
	end += len(`""`)
	var s string
	_ = json.Unmarshal([]byte(t.text[t.at:t.at+end]), &s) // no error: the text is valid
	t.at += end
	return s
}

func (t *jsonText) number() goja.Value {
	rest := t.text[t.at:]
	s := rest[:len(rest)-len(strings.TrimLeft(rest, "+-.0123456789Ee"))]
	t.at += len(s)
	if n, err := strconv.ParseInt(s, 10, 54); err == nil && s != "-0" {
		return t.vm.ToValue(n)
	}
	f, _ := strconv.ParseFloat(s, 64) // out of range: an infinity, as in JavaScript
	return t.vm.ToValue(f)
}
