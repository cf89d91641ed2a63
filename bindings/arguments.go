package bindings

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Limits of the arguments of one call. Past them a call is a RangeError.
const (
	maxElements      = 1_000_000 // elements of an array or an object
	maxArgumentBytes = 64 << 20  // all strings together
)

// maxSafe is Number.MAX_SAFE_INTEGER.
const maxSafe = 1<<53 - 1

// plan is a row of the table made ready for binding arguments.
type plan struct {
	method   *Method
	index    int     // in Methods
	slots    []Param // every position: Params, then scope and dest_scope
	defaults []Arg   // for each of Params
	copies   []int   // for each of Params: the one whose argument is its default, or -1
}

var plans = makePlans()

type planSet struct {
	byName map[string]*plan // aliases too, with the plan of the method they name
	names  []string         // in the order of the table
}

func makePlans() planSet {
	s := planSet{byName: make(map[string]*plan, len(Methods))}
	for i := range Methods {
		m := &Methods[i]
		s.names = append(s.names, m.Name)
		if m.AliasOf == "" {
			s.byName[m.Name] = newPlan(m, i)
		}
	}
	for _, m := range Methods {
		if m.AliasOf != "" {
			s.byName[m.Name] = s.byName[m.AliasOf]
		}
	}
	return s
}

func newPlan(m *Method, index int) *plan {
	p := &plan{
		method:   m,
		index:    index,
		slots:    m.Slots(),
		defaults: make([]Arg, len(m.Params)),
		copies:   make([]int, len(m.Params)),
	}
	for i, param := range m.Params {
		p.copies[i] = -1
		switch d := param.Default; {
		case d == "":
		case d == "true":
			p.defaults[i].Int = 1
		case d == "false":
		case d[0] == '\'':
			p.defaults[i].Text = strings.Trim(d, "'")
		default:
			if n, err := strconv.ParseInt(d, 10, 64); err == nil {
				p.defaults[i].Int = n
			} else {
				p.copies[i] = slices.IndexFunc(m.Params, func(other Param) bool { return other.Name == d })
			}
		}
	}
	return p
}

// slot returns the position of a parameter by its name or one of its other names, or -1.
func (p *plan) slot(name string) int {
	for i := range p.slots {
		if p.slots[i].Name == name || slices.Contains(p.slots[i].Also, name) {
			return i
		}
	}
	return -1
}

// binding is one call in the making, kept for the next one.
type binding struct {
	run     *Run
	plan    *plan
	request Request
	args    []Arg // every slot's: those of Params, then scope and dest_scope
	bytes   int   // of all strings so far

	function  goja.Callable // the argument of KindFunction
	pipelined bool          // the call is part of a pipeline
}

// clear lets go of the script's strings, and of slices that are too large to keep.
func (c *binding) clear() {
	for i := range c.args {
		list := c.args[i].List
		if cap(list) > 1024 {
			list = nil
		}
		clear(list)
		c.args[i] = Arg{List: list[:0]}
	}
	c.bytes, c.pipelined = 0, false
}

// release keeps the binding for the next call.
func (c *binding) release() {
	c.clear()
	c.run.spare = c
}

// bind checks the arguments of a call and puts them into c.request. It throws to the script, and nothing has been sent then.
func (c *binding) bind(p *plan, script string, values []goja.Value) {
	c.plan = p
	if cap(c.args) < len(p.slots) {
		c.args = make([]Arg, len(p.slots), max(len(p.slots), 8))
	}
	c.args = c.args[:len(p.slots)]

	n := len(values)
	for n > 0 && (values[n-1] == nil || goja.IsUndefined(values[n-1])) {
		n--
	}
	var options *goja.Object
	if n > 0 {
		if o, ok := values[n-1].(*goja.Object); ok && (n > len(p.slots) || !p.slots[n-1].Kind.isObject()) && c.run.isPlain(o) {
			options = o
			n--
		}
	}
	if n > len(p.slots) {
		c.typeError("takes %s, got %d", p.positions(), n)
	}
	for i, v := range values[:n] {
		if !isMissing(v) {
			c.take(i, v, &c.args[i])
		}
	}
	if options != nil {
		c.bindOptions(options, n)
	}
	c.complete(script, values[:n])
}

// bindOptions binds the options object, which stands at position at.
func (c *binding) bindOptions(options *goja.Object, at int) {
	p := c.plan
	byName := uint32(0) // slots that an option has given
	keys := options.Keys()
	// An object in the place of a required value is more likely meant as that value than as options.
	if at < len(p.slots) && p.slots[at].Required && !slices.ContainsFunc(keys, func(k string) bool { return p.slot(k) >= 0 }) {
		c.mismatch(p.slots[at].Name, p.slots[at].Kind, options)
	}
	for _, key := range keys {
		i := p.slot(key)
		if i < 0 {
			c.unknownOption(key)
		}
		v := options.Get(key)
		if isMissing(v) {
			continue
		}
		arg := &c.args[i]
		if !arg.Given {
			c.take(i, v, arg)
			byName |= 1 << i
			continue
		}
		if byName&(1<<i) == 0 {
			c.typeError("%q is given twice, by position and as an option", key)
		}
		var other Arg
		c.take(i, v, &other)
		if other.Text != arg.Text || other.Int != arg.Int {
			c.typeError("%q and %q are the same option, and have different values", p.slots[i].Name, p.slots[i].Also[0])
		}
	}
}

// complete fills in defaults and makes the request. positional are the arguments given by position.
func (c *binding) complete(script string, positional []goja.Value) {
	p, params := c.plan, len(c.plan.method.Params)
	for i := range params {
		arg := &c.args[i]
		switch {
		case arg.Given:
		case p.slots[i].Required:
			v := goja.Undefined()
			if i < len(positional) {
				v = positional[i]
			}
			c.mismatch(p.slots[i].Name, p.slots[i].Kind, v)
		case p.copies[i] >= 0:
			arg.Text = c.args[p.copies[i]].Text
		default:
			arg.Text, arg.Int = p.defaults[i].Text, p.defaults[i].Int
		}
	}
	q := &c.request
	q.Method, q.Script, q.Scope, q.DestScope, q.Args = p.method, script, "", "", c.args[:params]
	if !p.method.Unscoped {
		q.Scope = script
		if scope := &c.args[params]; scope.Given {
			q.Scope = scope.Text
		}
	}
	if p.method.TwoScopes {
		q.DestScope = q.Scope
		if scope := &c.args[params+1]; scope.Given {
			q.DestScope = scope.Text
		}
	}
	if p.method.check != nil {
		if text := p.method.check(q.Args); text != "" {
			c.typeError("%s", text)
		}
	}
}

// take converts the argument v of slot i.
func (c *binding) take(i int, v goja.Value, arg *Arg) {
	slot := &c.plan.slots[i]
	switch slot.Kind {
	case KindKey, KindPattern, KindValue:
		if !acceptsText(slot.Kind, v) {
			c.mismatch(slot.Name, slot.Kind, v)
		}
		arg.Text = c.string(v)
	case KindScope:
		if !goja.IsString(v) {
			c.mismatch(slot.Name, slot.Kind, v)
		}
		if arg.Text = c.string(v); arg.Text == "" {
			c.mismatch(slot.Name, slot.Kind, v)
		}
	case KindKeys, KindValues:
		c.list(slot, v, arg)
	case KindPairs, KindScores:
		c.pairs(slot, v, arg)
	case KindSeconds:
		n, ok := safeInteger(v)
		if !ok || n < 1 {
			c.mismatch(slot.Name, slot.Kind, v)
		}
		arg.Int = n
	case KindTimestamp:
		ms := c.milliseconds(slot, v)
		if math.Abs(ms) > maxSafe {
			c.outOfRange(slot.Name, "must be UNIX seconds that a date can have, got %s", describe(v))
		}
		arg.Int = int64(ms)
	case KindTimeout:
		ms := c.milliseconds(slot, v)
		if !(v.ToFloat() >= 0) {
			c.outOfRange(slot.Name, "must be seconds of at least 0, got %s", describe(v))
		}
		switch {
		case ms == 0 && v.ToFloat() > 0:
			ms = 1 // less than a millisecond is not "until the deadline", which 0 means
		case ms > maxTimeout:
			ms = maxTimeout
		}
		arg.Int = int64(ms)
	case KindInteger:
		n, ok := safeInteger(v)
		if !ok {
			c.mismatch(slot.Name, slot.Kind, v)
		}
		arg.Int = n
	case KindScore:
		arg.Text = c.score(slot, v)
	case KindBool:
		if v.ExportType() != boolType {
			c.mismatch(slot.Name, slot.Kind, v)
		}
		if v.ToBoolean() {
			arg.Int = 1
		}
	case KindFunction:
		f, ok := goja.AssertFunction(v)
		if !ok {
			c.mismatch(slot.Name, slot.Kind, v)
		}
		c.function = f
	}
	arg.Given = true
}

// maxTimeout is a hundred years in milliseconds: longer than any run, and no overflow wherever it is converted.
const maxTimeout = 100 * 365 * 24 * 3600 * 1000

// milliseconds converts seconds to the nearest millisecond. NaN and infinities come out as they are.
func (c *binding) milliseconds(slot *Param, v goja.Value) float64 {
	if !goja.IsNumber(v) {
		c.mismatch(slot.Name, slot.Kind, v)
	}
	f := v.ToFloat()
	if slot.Kind == KindTimestamp && (math.IsNaN(f) || math.IsInf(f, 0)) {
		c.mismatch(slot.Name, slot.Kind, v)
	}
	return math.Round(f * 1000)
}

// string returns the text of a primitive as JavaScript writes it, and counts its bytes. What a lone surrogate stands for
// cannot be sent, and becomes U+FFFD.
func (c *binding) string(v goja.Value) string {
	// A string is converted only if it can fit: one of a script's strings may be far larger than all that is left here.
	if s, ok := v.(goja.String); ok && s.Length() > maxArgumentBytes-c.bytes {
		c.tooLarge()
	}
	s := v.String()
	if c.bytes += len(s); c.bytes > maxArgumentBytes {
		c.tooLarge()
	}
	return s
}

func (c *binding) tooLarge() {
	if c.pipelined {
		c.rangeError("the arguments of one pipeline may have %d MiB together (split it)", maxPipelineBytes>>20)
	}
	c.rangeError("the arguments of one call may have %d MiB together (split the call)", maxArgumentBytes>>20)
}

// list converts one element or an array of them.
func (c *binding) list(slot *Param, v goja.Value, arg *Arg) {
	kind := slot.Kind.element()
	list := arg.List[:0]
	o, ok := v.(*goja.Object)
	switch {
	case !ok && acceptsText(kind, v):
		arg.List = append(list, c.string(v))
		return
	case !ok || !isArray(o):
		c.mismatch(slot.Name, slot.Kind, v)
	}
	length := o.Get("length").ToInteger()
	c.checkElements(slot, length)
	for i := range int(length) {
		v := o.Get(strconv.Itoa(i))
		if !acceptsText(kind, v) {
			c.mismatch(slot.Name+"["+strconv.Itoa(i)+"]", kind, v)
		}
		list = append(list, c.string(v))
	}
	arg.List = list
}

// pairs converts an object to its keys and values.
func (c *binding) pairs(slot *Param, v goja.Value, arg *Arg) {
	o, ok := v.(*goja.Object)
	if !ok || !c.run.isPlain(o) {
		c.mismatch(slot.Name, slot.Kind, v)
	}
	keys := o.Keys()
	c.checkElements(slot, int64(len(keys)))
	list := arg.List[:0]
	for _, key := range keys {
		if c.bytes += len(key); c.bytes > maxArgumentBytes {
			c.tooLarge()
		}
		v := o.Get(key)
		switch {
		case v == nil && strings.ContainsRune(key, utf8.RuneError):
			c.typeError("%q has a key with half of a surrogate pair in it", slot.Name)
		case slot.Kind == KindPairs && acceptsText(KindValue, v):
			list = append(list, key, c.string(v))
		case slot.Kind == KindScores && goja.IsNumber(v) && !goja.IsNaN(v):
			list = append(list, key, formatScore(v.ToFloat()))
		default:
			c.mismatch(slot.Name+"["+quote(key)+"]", slot.Kind.element(), v)
		}
	}
	arg.List = list
}

func (c *binding) checkElements(slot *Param, n int64) {
	if n > maxElements {
		c.outOfRange(slot.Name, "may have %d elements in one call, got %d (split the call)", maxElements, n)
	}
}

// score converts one end of a range of scores.
func (c *binding) score(slot *Param, v goja.Value) string {
	switch {
	case goja.IsNumber(v) && !goja.IsNaN(v):
		return formatScore(v.ToFloat())
	case goja.IsString(v):
		s := c.string(v)
		number := strings.ToLower(strings.TrimPrefix(s, "("))
		// ParseFloat takes infinities as Redis does, and also what Redis does not, or nobody writes on purpose.
		if f, err := strconv.ParseFloat(number, 64); err == nil && !math.IsNaN(f) && !strings.ContainsAny(number, "_x") {
			return s
		}
	}
	c.mismatch(slot.Name, slot.Kind, v)
	return ""
}

// formatScore writes a score so that Redis reads the very same number.
func formatScore(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "+inf"
	case math.IsInf(f, -1):
		return "-inf"
	case f == 0:
		return "0"
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// acceptsText says whether v can be a single key or value.
func acceptsText(kind Kind, v goja.Value) bool {
	switch {
	case v == nil:
		return false
	case goja.IsString(v):
		return true
	case goja.IsNumber(v):
		return !goja.IsNaN(v) && !goja.IsInfinity(v)
	}
	return kind == KindValue && goja.IsBigInt(v)
}

// safeInteger returns a number that is an integer and has a neighbour on both sides.
func safeInteger(v goja.Value) (int64, bool) {
	if !goja.IsNumber(v) {
		return 0, false
	}
	f := v.ToFloat()
	return int64(f), f == math.Trunc(f) && math.Abs(f) <= maxSafe
}

func isMissing(v goja.Value) bool {
	return v == nil || goja.IsUndefined(v) || goja.IsNull(v)
}

var (
	boolType        = reflect.TypeFor[bool]()
	proxyType       = reflect.TypeFor[goja.Proxy]()
	functionType    = reflect.TypeFor[func(goja.FunctionCall) goja.Value]()
	constructorType = reflect.TypeFor[func(goja.ConstructorCall) *goja.Object]()
	mapType         = reflect.TypeFor[[][2]any]()
	setType         = reflect.TypeFor[[]any]()
	promiseType     = reflect.TypeFor[*goja.Promise]()
)

// classOf returns what kind of object o is by nature, whatever its prototype: "Object", "Array", "Function", "Error",
// "Date", "Map"… goja's own ClassName knows only some.
func classOf(o *goja.Object) string {
	class := o.ClassName()
	switch t := o.ExportType(); {
	case t == functionType, t == constructorType:
		return "Function"
	case t == mapType:
		return "Map"
	case t == setType && class == "Object":
		return "Set"
	case t == promiseType:
		return "Promise"
	}
	return class
}

// isArray is Array.isArray.
func isArray(o *goja.Object) bool {
	for o != nil && o.ExportType() == proxyType {
		o = o.Export().(goja.Proxy).Target()
	}
	return o != nil && o.ClassName() == "Array"
}

// isPlain says whether o is what an object literal makes, or Object.create(null).
func (r *Run) isPlain(o *goja.Object) bool {
	if isArray(o) || classOf(o) != "Object" {
		return false
	}
	if r.objectProto == nil {
		r.objectProto = r.vm.NewObject().Prototype()
	}
	proto := o.Prototype()
	return proto == nil || proto == r.objectProto
}

// isObject says that an object in the place of such a parameter is its value, not the options.
func (k Kind) isObject() bool { return k == KindPairs || k == KindScores }

// element returns the kind of each element of a list or an object.
func (k Kind) element() Kind {
	switch k {
	case KindKeys:
		return KindKey
	case KindValues, KindPairs:
		return KindValue
	case KindScores:
		return kindScoreNumber
	}
	return k
}

// kindScoreNumber is the kind of one score of KindScores, for messages.
const kindScoreNumber Kind = 0

// expected says what each kind accepts, for messages.
var expected = [...]string{
	kindScoreNumber: "a number",
	KindKey:         "a string or a finite number",
	KindKeys:        "a string, a finite number or an array of them",
	KindValue:       "a string or a finite number",
	KindValues:      "a string, a finite number or an array of them",
	KindPattern:     "a string or a finite number",
	KindPairs:       "a plain object",
	KindScores:      "a plain object of scores",
	KindSeconds:     "an integer of at least 1 second",
	KindTimestamp:   "a finite number of UNIX seconds",
	KindTimeout:     "a number of seconds",
	KindInteger:     "a safe integer",
	KindScore:       `a number, "-inf", "+inf" or a bound as "(100"`,
	KindBool:        "a boolean",
	KindScope:       "a non-empty string",
	KindFunction:    "a function",
}

// mismatch throws the TypeError of an argument of the wrong kind. name is the parameter's, or of the element in it.
func (c *binding) mismatch(name string, kind Kind, v goja.Value) {
	got, hint := describe(v), ""
	switch kind {
	case KindSeconds:
		if !isMissing(v) {
			c.outOfRange(name, "must be %s, got %s", expected[kind], got)
		}
	case KindValue, KindValues:
		switch got {
		case "object", "array":
			hint = " (use JSON.stringify)"
		case "true", "false":
			hint = " (use String, or 1 and 0)"
		}
	}
	c.typeError(`%s must be %s, got %s%s`, parameter(name), expected[kind], got, hint)
}

// parameter writes a parameter's name as messages show it; elements are written as they would be in a script.
func parameter(name string) string {
	if i := strings.IndexByte(name, '['); i >= 0 {
		return `"` + name[:i] + `"` + name[i:]
	}
	return `"` + name + `"`
}

// describe names a value for a message. It runs none of the script's code.
func describe(v goja.Value) string {
	switch {
	case v == nil || goja.IsUndefined(v):
		return "undefined"
	case goja.IsNull(v):
		return "null"
	case goja.IsString(v):
		return "string " + quote(clip(v.(goja.String)))
	case goja.IsNumber(v):
		return v.String()
	case goja.IsBigInt(v):
		return "bigint"
	case v.ExportType() == boolType:
		return v.String()
	}
	o, ok := v.(*goja.Object)
	switch {
	case !ok:
		return "symbol"
	case isArray(o):
		return "array"
	}
	switch class := classOf(o); class {
	case "Function":
		return "function"
	case "Date", "Map", "Set", "Promise", "RegExp", "Error":
		return class
	case "Number", "String", "Boolean":
		return class + " object"
	}
	return "object"
}

// maxQuoted is how much of a script's string a message shows, in UTF-16 units.
const maxQuoted = 64

// clip returns the beginning of a string that may be very long.
func clip(s goja.String) string {
	if s.Length() > maxQuoted {
		s = s.Substring(0, maxQuoted)
	}
	return s.String()
}

// quote puts a script's string into a message, on one line and of bounded length.
func quote(s string) string {
	for i := range s {
		if i > maxQuoted {
			return strconv.Quote(s[:i]) + "…"
		}
	}
	return strconv.Quote(s)
}

func (c *binding) unknownOption(name string) {
	var names []string
	for _, slot := range c.plan.slots {
		names = append(append(names, slot.Name), slot.Also...)
	}
	if near := nearest(name, names); near != "" {
		c.typeError("unknown option %s (did you mean %q?)", quote(name), near)
	}
	if len(names) == 0 {
		c.typeError("unknown option %s: there are none", quote(name))
	}
	c.typeError("unknown option %s (there are %s)", quote(name), strings.Join(names, ", "))
}

// positions says how many arguments a method takes, and which.
func (p *plan) positions() string {
	if len(p.slots) == 0 {
		return "no arguments"
	}
	names := make([]string, len(p.slots))
	for i, slot := range p.slots {
		names[i] = slot.Name
	}
	plural := "s"
	if len(names) == 1 {
		plural = ""
	}
	return fmt.Sprintf("at most %d argument%s (%s)", len(names), plural, strings.Join(names, ", "))
}

// typeError throws a TypeError that names the method.
func (c *binding) typeError(format string, args ...any) {
	panic(c.run.vm.NewTypeError("%s", c.message(format, args)))
}

func (c *binding) outOfRange(name, format string, args ...any) {
	c.rangeError(parameter(name)+" "+format, args...)
}

// rangeError throws a RangeError that names the method.
func (c *binding) rangeError(format string, args ...any) {
	panic(c.run.newRangeError(c.message(format, args)))
}

func (c *binding) message(format string, args []any) string {
	return "DFF.CACHE." + c.plan.method.Name + ": " + fmt.Sprintf(format, args...)
}

// nearest returns the candidate that name was most likely meant to be, or "".
func nearest(name string, candidates []string) string {
	if len(name) > maxQuoted {
		return ""
	}
	fold := func(s string) string { return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s)) }
	name = fold(name)
	best, bestDistance := "", max(1, len(name)/3)+1
	for _, c := range candidates {
		if d := distance(name, fold(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap to make a into b.
func distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row := rows[(i+1)%3], rows[(i-1)%3], rows[i%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replace := last[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			row[j] = min(replace, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
