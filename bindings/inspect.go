package bindings

import (
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"
)

const (
	defaultDepth = 2   // levels of objects that are shown inside one another
	maxDepth     = 100 // of console.dir
	maxShown     = 100 // elements of an array, Map, Set or table
	lineWidth    = 76
)

// inspector writes values as Node.js's util.inspect does. It calls no getters, no proxy's traps and none of the script's
// own methods, and stops when a message is full.
type inspector struct {
	vm *goja.Runtime
	// getOwnPropertyDescriptor is the only way to look at a property without calling its getter. It is taken from the
	// global of that name when it is first needed; a script that has replaced it sees what it did.
	getOwnPropertyDescriptor func(goja.FunctionCall) goja.Value

	left     int // bytes that the message may still have
	parents  []*goja.Object
	circular []*goja.Object // those that are shown inside themselves, in the order they were found
}

func (in *inspector) reset() {
	in.left, in.parents, in.circular = maxMessage+1, nil, nil
}

// spend counts s towards the size of the message.
func (in *inspector) spend(s string) string {
	in.left -= len(s)
	return s
}

// clip returns a string, or as much of it as a message can have. One byte too many stays, so that the cut shows.
func (in *inspector) clip(s goja.String) string {
	if s.Length() > maxMessage {
		s = s.Substring(0, maxMessage+1)
	}
	return in.spend(s.String())
}

// directive carries out one %-directive of a format.
func (in *inspector) directive(directive byte, v goja.Value) string {
	_, isObject := v.(*goja.Object)
	switch directive {
	case 's':
		if isObject {
			return in.value(v, 0)
		}
		return in.plain(v)
	case 'd', 'i', 'f':
		if _, isSymbol := v.(*goja.Symbol); isObject || isSymbol {
			return "NaN"
		}
		if goja.IsBigInt(v) && directive != 'f' {
			return in.value(v, 0)
		}
		var f float64
		if goja.IsBigInt(v) {
			f, _ = strconv.ParseFloat(v.String(), 64) // ±Inf if it is too large
		} else {
			f = v.ToFloat()
		}
		if directive == 'i' {
			f = math.Trunc(f)
		}
		return in.value(in.vm.ToValue(f), 0)
	case 'j':
		if o, ok := v.(*goja.Object); ok {
			b, err := o.MarshalJSON()
			if err != nil {
				return "[Circular]"
			}
			return string(b)
		}
		if s, ok := v.(goja.String); ok {
			return strconv.Quote(in.clip(s))
		}
		return in.plain(v)
	case 'o':
		return in.value(v, 2*defaultDepth)
	default:
		return in.value(v, defaultDepth)
	}
}

// plain is value, with strings as they are.
func (in *inspector) plain(v goja.Value) string {
	if s, ok := v.(goja.String); ok {
		return in.clip(s)
	}
	return in.value(v, 0)
}

// value shows a value with depth levels of objects inside it.
func (in *inspector) value(v goja.Value, depth int) string {
	switch v := v.(type) {
	case nil:
		return in.spend("undefined")
	case goja.String:
		return quoteJS(in.clip(v))
	case *goja.Symbol:
		return in.spend("Symbol(" + v.String() + ")")
	case *goja.Object:
		return in.object(v, depth)
	}
	switch {
	case goja.IsBigInt(v):
		return in.spend(v.String() + "n")
	case goja.IsNumber(v) && v.ToFloat() == 0 && math.Signbit(v.ToFloat()):
		return in.spend("-0")
	}
	return in.spend(v.String())
}

// quoteJS writes a string as a literal, in the quotes that need the fewest escapes.
func quoteJS(s string) string {
	quote := "'"
	if strings.Contains(s, "'") {
		if !strings.Contains(s, `"`) {
			quote = `"`
		} else if !strings.ContainsAny(s, "`$") {
			quote = "`"
		}
	}
	var b strings.Builder
	b.WriteString(quote)
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\\', string(r) == quote:
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			b.WriteString(`\x` + string("0123456789ABCDEF"[r>>4]) + string("0123456789ABCDEF"[r&15]))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteString(quote)
	return b.String()
}

// property is what an object has under a name.
type property struct {
	value          goja.Value // nil for an accessor
	getter, setter bool
	missing        bool
}

func (in *inspector) property(o *goja.Object, name string) property {
	return in.descriptor(o, in.vm.ToValue(name))
}

func (in *inspector) descriptor(o *goja.Object, key goja.Value) property {
	if in.getOwnPropertyDescriptor == nil {
		if global, ok := in.vm.Get("Object").(*goja.Object); ok {
			if f, ok := global.Get("getOwnPropertyDescriptor").(*goja.Object); ok {
				in.getOwnPropertyDescriptor, _ = f.Export().(func(goja.FunctionCall) goja.Value)
			}
		}
		if in.getOwnPropertyDescriptor == nil {
			return property{missing: true}
		}
	}
	d, ok := in.getOwnPropertyDescriptor(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{o, key}}).(*goja.Object)
	if !ok {
		return property{missing: true}
	}
	if get := d.Get("get"); get != nil || d.Get("set") != nil {
		set := d.Get("set")
		return property{getter: !isMissing(get), setter: !isMissing(set)}
	}
	return property{value: d.Get("value")}
}

// show writes a property's value.
func (in *inspector) show(p property, depth int) string {
	switch {
	case p.getter && p.setter:
		return in.spend("[Getter/Setter]")
	case p.getter:
		return in.spend("[Getter]")
	case p.setter:
		return in.spend("[Setter]")
	}
	return in.value(p.value, depth)
}

// className returns the name of an object's constructor, "" if it has none.
func (in *inspector) className(o *goja.Object) string {
	for range maxShown {
		if constructor, ok := in.property(o, "constructor").value.(*goja.Object); ok {
			if name, ok := in.property(constructor, "name").value.(goja.String); ok && name.Length() > 0 {
				return clip(name)
			}
		}
		if o.ExportType() == proxyType {
			return ""
		}
		if o = o.Prototype(); o == nil {
			break
		}
	}
	return ""
}

var arrayBufferType = reflect.TypeFor[goja.ArrayBuffer]()

// object shows an object, with depth levels inside it.
func (in *inspector) object(o *goja.Object, depth int) string {
	for o.ExportType() == proxyType {
		target := o.Export().(goja.Proxy).Target()
		if target == nil {
			return in.spend("<Revoked Proxy>")
		}
		o = target
	}
	if in.left <= 0 {
		return ""
	}
	for _, parent := range in.parents {
		if parent == o {
			return in.spend("[Circular *" + strconv.Itoa(in.reference(o)) + "]")
		}
	}
	in.parents = append(in.parents, o)
	s := in.shape(o, depth)
	in.parents = in.parents[:len(in.parents)-1]
	for i, c := range in.circular {
		if c == o {
			return "<ref *" + strconv.Itoa(i+1) + "> " + s
		}
	}
	return s
}

// reference returns the number by which a circular object is known.
func (in *inspector) reference(o *goja.Object) int {
	for i, c := range in.circular {
		if c == o {
			return i + 1
		}
	}
	in.circular = append(in.circular, o)
	return len(in.circular)
}

// shape decides how an object is shown: a prefix, brackets, and the entries between them.
func (in *inspector) shape(o *goja.Object, depth int) string {
	name := in.className(o)
	head, open, end := name, "{", "}"
	sized := func(size int, usual string) string {
		if name == "" {
			return "[" + usual + "(" + strconv.Itoa(size) + "): null prototype] "
		}
		return name + "(" + strconv.Itoa(size) + ") "
	}
	var entries func() []string // beside the properties
	var skip func(key string) bool

	switch class := classOf(o); class {
	case "Function":
		if name != "AsyncFunction" && name != "GeneratorFunction" {
			name = class
		}
		head = in.function(o, name)
		if !in.hasKeys(o) {
			return in.spend(head)
		}
	case "Error":
		head = in.stack(o)
		skip = func(key string) bool { return key == "stack" || key == "message" }
		entries = func() (list []string) {
			for _, key := range []string{"cause", "errors"} {
				if p := in.property(o, key); !p.missing {
					list = append(list, "["+key+"]: "+in.show(p, depth-1))
				}
			}
			return list
		}
		if !in.hasKeys(o) && in.property(o, "cause").missing && in.property(o, "errors").missing {
			return in.spend(head)
		}
	case "Date":
		head = "Invalid Date"
		if t, ok := o.Export().(time.Time); ok {
			head = t.UTC().Format("2006-01-02T15:04:05.000Z")
		}
		if !in.hasKeys(o) {
			return in.spend(head)
		}
	case "RegExp":
		head = "/" + in.plain(o.Get("source")) + "/" + in.plain(o.Get("flags"))
		if !in.hasKeys(o) {
			return in.spend(head)
		}
	case "Number", "Boolean":
		return "[" + class + ": " + in.value(in.vm.ToValue(o.Export()), 0) + "]"
	case "String":
		return "[String: " + quoteJS(in.characters(o)) + "]"
	case "Map", "Set":
		head = sized(in.size(o), class)
		entries = func() []string { return in.collection(o, class == "Map", depth) }
	case "Promise":
		entries = func() []string { return []string{in.promise(o, depth)} }
	case "Array", "Arguments":
		open, end = "[", "]"
		length := in.length(o)
		switch {
		case class == "Arguments":
			head = "[Arguments]"
		case name == "Array":
			head = ""
		default:
			head = strings.TrimSpace(sized(length, "Array"))
		}
		entries = func() []string { return in.array(o, length, depth) }
		skip = isIndex
	default:
		switch t := o.ExportType(); {
		case t == arrayBufferType:
			buffer := o.Export().(goja.ArrayBuffer)
			return in.spend("ArrayBuffer { byteLength: " + strconv.Itoa(len(buffer.Bytes())) + " }")
		case strings.HasSuffix(name, "Array") && t.Kind() == reflect.Slice:
			open, end = "[", "]"
			length := int(o.Get("length").ToInteger())
			head = sized(length, "TypedArray")
			entries = func() []string { return in.array(o, length, depth) }
			skip = isIndex
		case name == "Object":
			head = ""
		case name == "":
			head = "[Object: null prototype]"
		}
	}
	head = strings.TrimSpace(head)
	if depth < 0 {
		if head == "" {
			head = name
		}
		return in.spend("[" + strings.TrimSuffix(strings.TrimPrefix(head, "["), "]") + "]")
	}
	var list []string
	if entries != nil {
		list = entries()
	}
	list = append(list, in.properties(o, depth, skip)...)
	return in.layout(head, open, end, list)
}

// layout puts entries between brackets: on one line if they fit, else on several.
func (in *inspector) layout(head, open, end string, entries []string) string {
	if head != "" {
		head += " "
	}
	if len(entries) == 0 {
		return in.spend(head + open + end)
	}
	total, several := len(head)+len(entries)*2, strings.Contains(head, "\n")
	for _, e := range entries {
		total += len(e)
		several = several || strings.Contains(e, "\n")
	}
	if total <= lineWidth-4 && !several {
		return in.spend(head+open+" ") + strings.Join(entries, ", ") + " " + end
	}
	var b strings.Builder
	b.WriteString(in.spend(head + open))
	column := lineWidth + 1
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		// Arrays fill their lines, objects have a line for each property.
		if open == "[" && !several && column+len(e)+2 <= lineWidth {
			b.WriteByte(' ')
			column += len(e) + 2
		} else {
			b.WriteString("\n  ")
			column = len(e) + 2
		}
		b.WriteString(strings.ReplaceAll(e, "\n", "\n  "))
		in.left -= 4
	}
	b.WriteString("\n" + end)
	return b.String()
}

var identifier = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z_$][\w$]*$`)
})

// properties shows an object's own enumerable properties, symbols last.
func (in *inspector) properties(o *goja.Object, depth int, skip func(key string) bool) []string {
	var list []string
	if skip == nil || in.length(o) <= maxShown || o.ClassName() == "Error" { // nobody gives names to so long an array
		for _, key := range o.Keys() {
			if skip != nil && skip(key) {
				continue
			}
			if in.left <= 0 {
				return list
			}
			shown := key
			if !identifier().MatchString(key) {
				shown = quoteJS(key)
			}
			list = append(list, in.spend(shown+": ")+in.show(in.property(o, key), depth-1))
		}
	}
	for _, symbol := range o.Symbols() {
		if in.left <= 0 {
			return list
		}
		list = append(list, in.spend("["+in.value(symbol, 0)+"]: ")+in.show(in.descriptor(o, symbol), depth-1))
	}
	return list
}

func (in *inspector) hasKeys(o *goja.Object) bool {
	for _, key := range o.Keys() {
		if key != "stack" && key != "message" || o.ClassName() != "Error" {
			return true
		}
	}
	return len(o.Symbols()) > 0
}

// length returns the own property length as a number, 0 if it is none.
func (in *inspector) length(o *goja.Object) int {
	if v := in.property(o, "length").value; v != nil && goja.IsNumber(v) {
		return int(v.ToInteger())
	}
	return 0
}

// elements returns the first elements of an array; nil for a hole or an accessor.
func (in *inspector) elements(o *goja.Object) []goja.Value {
	list := make([]goja.Value, min(in.length(o), maxShown))
	for i := range list {
		list[i] = in.property(o, strconv.Itoa(i)).value
	}
	return list
}

func (in *inspector) array(o *goja.Object, length, depth int) []string {
	var list []string
	holes := 0
	flush := func() {
		switch {
		case holes == 1:
			list = append(list, in.spend("<1 empty item>"))
		case holes > 1:
			list = append(list, in.spend("<"+strconv.Itoa(holes)+" empty items>"))
		}
		holes = 0
	}
	for i := range min(length, maxShown) {
		if in.left <= 0 {
			return list
		}
		p := in.property(o, strconv.Itoa(i))
		if p.missing {
			holes++
			continue
		}
		flush()
		list = append(list, in.show(p, depth-1))
	}
	flush()
	return append(list, in.more(length)...)
}

// more is the last entry of what has more elements than are shown.
func (in *inspector) more(length int) []string {
	switch more := length - maxShown; {
	case more == 1:
		return []string{in.spend("... 1 more item")}
	case more > 1:
		return []string{in.spend("... " + strconv.Itoa(more) + " more items")}
	}
	return nil
}

func isIndex(key string) bool {
	_, err := strconv.ParseUint(key, 10, 32)
	return err == nil
}

// function names a function: [Function: f], [class A extends B].
func (in *inspector) function(o *goja.Object, class string) string {
	name := ""
	if s, ok := in.property(o, "name").value.(goja.String); ok {
		name = clip(s)
	}
	if o.ExportType() == constructorType {
		head := "[class " + name
		if name == "" {
			head = "[class (anonymous)"
		}
		if parent := o.Prototype(); parent != nil {
			if s, ok := in.property(parent, "name").value.(goja.String); ok && s.Length() > 0 {
				head += " extends " + clip(s)
			}
		}
		return head + "]"
	}
	if name == "" {
		return "[" + class + " (anonymous)]"
	}
	return "[" + class + ": " + name + "]"
}

// stackPosition is goja's way to write a place, with the program counter at its end.
var stackPosition = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(:\d+:\d+)\(\d+\)`)
})

// stack returns an error's stack, or what it would begin with.
func (in *inspector) stack(o *goja.Object) string {
	if s, ok := in.property(o, "stack").value.(goja.String); ok && s.Length() > 0 {
		text := strings.TrimRight(in.clip(s), "\n")
		return stackPosition().ReplaceAllString(strings.ReplaceAll(text, "\n\tat ", "\n    at "), "$1")
	}
	head := in.className(o)
	if s, ok := in.property(o, "message").value.(goja.String); ok {
		head += ": " + in.clip(s)
	}
	return "[" + head + "]"
}

// characters returns what a String object holds, or the beginning of it.
func (in *inspector) characters(o *goja.Object) string {
	var b strings.Builder
	for i := range min(in.length(o), 1000) {
		if c, ok := in.property(o, strconv.Itoa(i)).value.(goja.String); ok {
			b.WriteString(in.clip(c))
		}
	}
	return b.String()
}

// each calls a Map's or Set's forEach.
func (in *inspector) each(o *goja.Object, f func(value, key goja.Value)) {
	method, ok := o.Get("forEach").(*goja.Object)
	if !ok {
		return
	}
	if forEach, ok := method.Export().(func(goja.FunctionCall) goja.Value); ok {
		forEach(goja.FunctionCall{This: o, Arguments: []goja.Value{in.vm.ToValue(func(call goja.FunctionCall) goja.Value {
			f(call.Argument(0), call.Argument(1))
			return goja.Undefined()
		})}})
	}
}

func (in *inspector) size(o *goja.Object) int {
	if v := o.Get("size"); v != nil && goja.IsNumber(v) {
		return int(v.ToInteger())
	}
	return 0
}

func (in *inspector) collection(o *goja.Object, isMap bool, depth int) []string {
	var list []string
	n := 0
	in.each(o, func(value, key goja.Value) {
		if n++; n > maxShown || in.left <= 0 {
			return
		}
		s := in.value(value, depth-1)
		if isMap {
			s = in.value(key, depth-1) + " => " + s
		}
		list = append(list, s)
	})
	return append(list, in.more(n)...)
}

func (in *inspector) promise(o *goja.Object, depth int) string {
	p, ok := o.Export().(*goja.Promise)
	switch {
	case !ok || p.State() == goja.PromiseStatePending:
		return in.spend("<pending>")
	case p.State() == goja.PromiseStateRejected:
		return in.spend("<rejected> ") + in.value(p.Result(), depth-1)
	}
	return in.value(p.Result(), depth-1)
}

// Inspect writes a value as the console shows it, strings quoted. It must be called inside the run's limits: what it
// shows can be large. An exception of the script's (a proxy's trap) passes through as a panic.
func Inspect(vm *goja.Runtime, v goja.Value) string {
	in := &inspector{vm: vm}
	in.reset()
	return in.value(v, defaultDepth)
}
