package bindings

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// value makes a reply into what the script sees: primitives, arrays and plain objects that belong to it alone.
func (r *Run) value(reply *Reply) goja.Value {
	switch reply.Kind {
	case ReplyBool:
		return r.vm.ToValue(reply.Int != 0)
	case ReplyInt:
		return r.integer(reply.Int)
	case ReplyText:
		return r.text(reply.Text)
	case ReplyList:
		items := make([]any, len(reply.List))
		for i, s := range reply.List {
			items[i] = r.text(s)
		}
		return r.vm.NewArray(items...)
	case ReplyMap:
		o := r.vm.NewObject()
		for i := 0; i+1 < len(reply.List); i += 2 {
			v := goja.Null()
			if reply.Missing == nil || !reply.Missing[i/2] {
				v = r.text(reply.List[i+1])
			}
			setOwn(o, reply.List[i], v)
		}
		return o
	case ReplyScored:
		items := make([]any, len(reply.List))
		for i, member := range reply.List {
			items[i] = r.vm.NewArray(r.text(member), reply.Scores[i])
		}
		return r.vm.NewArray(items...)
	case ReplyInfo:
		return r.info(reply.Text)
	}
	return goja.Null()
}

// integer returns a number, or its decimal digits where a number would be another one.
func (r *Run) integer(n int64) goja.Value {
	if n > maxSafe || n < -maxSafe {
		return r.vm.ToValue(strconv.FormatInt(n, 10))
	}
	return r.vm.ToValue(n)
}

func (r *Run) text(s string) goja.Value { return r.vm.ToValue(decode(s)) }

// decode returns s with each byte that is not part of valid UTF-8 replaced by U+FFFD.
func decode(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// setOwn makes an own property of an object that no script has seen yet. Set would run the setters of Object.prototype,
// of which __proto__ is one.
func setOwn(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(decode(name), v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err) // an extensible object takes any property
	}
}

// infoFields matches a value of INFO that has fields of its own: keys=1,expires=0.
var infoFields = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\w.]+=[^,]*(,[\w.]+=[^,]*)*$`)
})

// infoNumber matches a number that means one: not the 00000000 of a hash, not 7.0.15.
var infoNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
})

// info flattens the text of INFO.
func (r *Run) info(text string) goja.Value {
	o := r.vm.NewObject()
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		if !infoFields().MatchString(value) {
			setOwn(o, name, r.infoValue(value))
			continue
		}
		fields := r.vm.NewObject()
		for field := range strings.SplitSeq(value, ",") {
			name, value, _ := strings.Cut(field, "=")
			setOwn(fields, name, r.infoValue(value))
		}
		setOwn(o, name, fields)
	}
	return o
}

func (r *Run) infoValue(s string) goja.Value {
	if infoNumber().MatchString(s) {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return r.integer(n)
		}
		if f, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(f) <= maxSafe {
			return r.vm.ToValue(f)
		}
	}
	return r.text(s)
}

// cacheError makes the exception that a script sees of a CacheError.
func (r *Run) cacheError(e *CacheError, q *Request) *goja.Object {
	shown := *e
	if shown.Method == "" {
		shown.Method = q.Method.Name
	}
	if shown.Scope == "" {
		shown.Scope = q.Scope
	}
	if shown.Key == "" && len(q.Args) > 0 {
		switch arg := &q.Args[0]; q.Method.Params[0].Kind {
		case KindKey:
			shown.Key = arg.Text
		case KindKeys:
			if len(arg.List) == 1 {
				shown.Key = arg.List[0]
			}
		}
	}
	// NewTypeError is the only way to an error object with a stack that does not go through globals, which the script may
	// have changed.
	o := r.vm.NewTypeError("%s", decode(shown.Error()))
	if r.errorProto == nil {
		r.errorProto = r.vm.CreateObject(o.Prototype().Prototype())
		hide(r.errorProto, "name", r.vm.ToValue("CacheError"))
	}
	mustSetPrototype(o, r.errorProto)
	setOwn(o, "code", r.vm.ToValue(string(shown.Code)))
	setOwn(o, "method", r.vm.ToValue(shown.Method))
	if shown.Key != "" {
		setOwn(o, "key", r.text(shown.Key))
	}
	if shown.Scope != "" {
		setOwn(o, "scope", r.text(shown.Scope))
	}
	return o
}

// newRangeError returns a RangeError, made without the global of that name, which the script may have changed.
func (r *Run) newRangeError(message string) *goja.Object {
	o := r.vm.NewTypeError("%s", message)
	if ex, ok := r.vm.NewArray().Set("length", -1).(*goja.Exception); ok {
		mustSetPrototype(o, ex.Value().(*goja.Object).Prototype())
	}
	return o
}

// hide makes a property as built-in ones are: not enumerable.
func hide(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

func mustSetPrototype(o, proto *goja.Object) {
	if err := o.SetPrototype(proto); err != nil {
		panic(err) // a new object takes any prototype that is not made from it
	}
}
