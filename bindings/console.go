package bindings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Console returns a console object for the VM, which formats messages as Node.js does and gives each to write, with its
// level: "debug", "log", "info", "warn" or "error". Messages are of bounded length. Its functions are made when they are
// first touched; a script may replace them.
func Console(vm *goja.Runtime, write func(level, message string)) *goja.Object {
	return vm.NewDynamicObject(&console{vm: vm, write: write})
}

// maxMessage is the size in bytes that one console message may have. What is cut off is replaced by cutNote.
const (
	maxMessage = 64 << 10
	cutNote    = "… (message cut at 64 KiB)"
)

// maxGroups is how many levels of groups are indented.
const maxGroups = 40

type console struct {
	vm      *goja.Runtime
	write   func(level, message string)
	own     map[string]goja.Value // touched, or set by the script; nil values were deleted
	groups  int
	counts  map[string]int
	timers  map[string]time.Time
	inspect *inspector // when first needed
}

// consoleMethods are the functions of a console, in the order of its keys.
var consoleMethods = []struct {
	name string
	run  func(c *console, args []goja.Value)
}{
	{"debug", func(c *console, args []goja.Value) { c.print("debug", c.format(args)) }},
	{"log", func(c *console, args []goja.Value) { c.print("log", c.format(args)) }},
	{"info", func(c *console, args []goja.Value) { c.print("info", c.format(args)) }},
	{"warn", func(c *console, args []goja.Value) { c.print("warn", c.format(args)) }},
	{"error", func(c *console, args []goja.Value) { c.print("error", c.format(args)) }},
	{"trace", (*console).trace},
	{"assert", (*console).assert},
	{"dir", (*console).dir},
	{"dirxml", func(c *console, args []goja.Value) { c.print("log", c.format(args)) }},
	{"table", (*console).table},
	{"count", (*console).count},
	{"countReset", func(c *console, args []goja.Value) { delete(c.counts, c.label(args)) }},
	{"time", (*console).time},
	{"timeLog", func(c *console, args []goja.Value) { c.elapsed("timeLog", args) }},
	{"timeEnd", func(c *console, args []goja.Value) { c.elapsed("timeEnd", args); delete(c.timers, c.label(args)) }},
	{"group", (*console).group},
	{"groupCollapsed", (*console).group},
	{"groupEnd", func(c *console, _ []goja.Value) { c.groups = max(0, c.groups-1) }},
}

func (c *console) Get(key string) goja.Value {
	if v, ok := c.own[key]; ok {
		return v
	}
	for _, m := range consoleMethods {
		if m.name == key {
			f := Native(c.vm, key, func(call goja.FunctionCall) goja.Value {
				m.run(c, call.Arguments)
				return goja.Undefined()
			})
			c.Set(key, f)
			return f
		}
	}
	return nil
}

func (c *console) Set(key string, v goja.Value) bool {
	if c.own == nil {
		c.own = make(map[string]goja.Value)
	}
	c.own[key] = v
	return true
}

func (c *console) Has(key string) bool    { return c.Get(key) != nil }
func (c *console) Delete(key string) bool { return c.Set(key, nil) }

func (c *console) Keys() []string {
	var keys, more []string
	for _, m := range consoleMethods {
		if c.Has(m.name) {
			keys = append(keys, m.name)
		}
	}
	for key, v := range c.own {
		if v != nil && !slices.Contains(keys, key) {
			more = append(more, key)
		}
	}
	slices.Sort(more)
	return append(keys, more...)
}

// print writes a message, indented by its groups.
func (c *console) print(level, message string) {
	if c.groups > 0 {
		indent := strings.Repeat("  ", min(c.groups, maxGroups))
		message = indent + strings.ReplaceAll(message, "\n", "\n"+indent)
	}
	c.write(level, cut(message))
}

// cut returns s, with what is too long of it replaced by a note.
func cut(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	end := maxMessage - len(cutNote)
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + cutNote
}

// inspector returns the inspector for a new message.
func (c *console) inspector() *inspector {
	if c.inspect == nil {
		c.inspect = &inspector{vm: c.vm}
	}
	c.inspect.reset()
	return c.inspect
}

// format makes one message of the arguments of a call.
func (c *console) format(args []goja.Value) string {
	if len(args) == 0 {
		return ""
	}
	in := c.inspector()
	var b strings.Builder
	if goja.IsString(args[0]) {
		text := in.clip(args[0].(goja.String))
		if len(args) == 1 { // then % means itself
			return text
		}
		args = c.directives(&b, in, text, args[1:])
	} else {
		b.WriteString(in.value(args[0], defaultDepth))
		args = args[1:]
	}
	for _, v := range args {
		if b.Len() > maxMessage {
			break
		}
		b.WriteByte(' ')
		if goja.IsString(v) {
			b.WriteString(in.clip(v.(goja.String)))
		} else {
			b.WriteString(in.value(v, defaultDepth))
		}
	}
	return b.String()
}

// directives writes text with its %-directives carried out, and returns the arguments that none of them took.
func (c *console) directives(b *strings.Builder, in *inspector, text string, args []goja.Value) []goja.Value {
	for b.Len() <= maxMessage {
		before, after, ok := strings.Cut(text, "%")
		b.WriteString(before)
		if !ok {
			break
		}
		directive := ""
		if after != "" {
			directive = after[:1]
		}
		switch {
		case directive == "%":
			b.WriteByte('%')
		case directive == "" || !strings.Contains("sdifjoOc", directive) || len(args) == 0:
			b.WriteByte('%')
			text = after
			continue
		default:
			if directive != "c" { // styles are for browsers
				b.WriteString(in.directive(directive[0], args[0]))
			}
			args = args[1:]
		}
		text = after[1:]
	}
	return args
}

func (c *console) trace(args []goja.Value) {
	message := "Trace"
	if len(args) > 0 {
		message += ": " + c.format(args)
	}
	for _, frame := range c.vm.CaptureCallStack(0, nil) {
		if frame.SrcName() == "<native>" {
			continue
		}
		p := frame.Position()
		place := fmt.Sprintf("%s:%d:%d", p.Filename, p.Line, p.Column)
		if name := frame.FuncName(); name != "<anonymous>" {
			place = name + " (" + place + ")"
		}
		message += "\n    at " + place
		if len(message) > maxMessage {
			break
		}
	}
	c.print("error", message)
}

func (c *console) assert(args []goja.Value) {
	if len(args) > 0 && args[0].ToBoolean() {
		return
	}
	message := "Assertion failed"
	if len(args) > 1 {
		message += ": " + c.format(args[1:])
	}
	c.print("error", message)
}

func (c *console) dir(args []goja.Value) {
	depth := defaultDepth
	if len(args) > 1 {
		if options, ok := args[1].(*goja.Object); ok {
			switch d := options.Get("depth"); {
			case d == nil || goja.IsUndefined(d):
			case goja.IsNull(d):
				depth = maxDepth
			case goja.IsNumber(d):
				depth = int(min(max(d.ToFloat(), 0), maxDepth))
			}
		}
	}
	v := goja.Undefined()
	if len(args) > 0 {
		v = args[0]
	}
	c.print("log", c.inspector().value(v, depth))
}

// label returns the label that the arguments begin with.
func (c *console) label(args []goja.Value) string {
	if len(args) == 0 || args[0] == nil || goja.IsUndefined(args[0]) {
		return "default"
	}
	if s, ok := args[0].(goja.String); ok {
		return clip(s)
	}
	return c.format(args[:1])
}

func (c *console) count(args []goja.Value) {
	label := c.label(args)
	if c.counts == nil {
		c.counts = make(map[string]int)
	}
	c.counts[label]++
	c.print("log", label+": "+strconv.Itoa(c.counts[label]))
}

func (c *console) time(args []goja.Value) {
	if c.timers == nil {
		c.timers = make(map[string]time.Time)
	}
	c.timers[c.label(args)] = time.Now()
}

// elapsed writes how long a timer has been running.
func (c *console) elapsed(method string, args []goja.Value) {
	label := c.label(args)
	start, ok := c.timers[label]
	if !ok {
		c.print("warn", fmt.Sprintf("Warning: no such label '%s' for console.%s()", label, method))
		return
	}
	ms := float64(time.Since(start).Microseconds()) / 1000
	message := label + ": " + strconv.FormatFloat(ms, 'f', -1, 64) + "ms"
	if len(args) > 1 {
		message += " " + c.format(args[1:])
	}
	c.print("log", message)
}

func (c *console) group(args []goja.Value) {
	if len(args) > 0 {
		c.print("log", c.format(args))
	}
	c.groups++
}

// table writes an array or object of rows. What is no object is written as log writes it.
func (c *console) table(args []goja.Value) {
	var rows *goja.Object
	if len(args) > 0 {
		rows, _ = args[0].(*goja.Object)
	}
	if rows == nil {
		c.print("log", c.format(args))
		return
	}
	in := c.inspector()
	const index, values = "(index)", "Values"
	header := []string{index}
	if len(args) > 1 {
		if columns, ok := args[1].(*goja.Object); ok && isArray(columns) {
			for _, e := range in.elements(columns) {
				header = append(header, in.plain(e))
			}
		}
	}
	fixed, hasValues := len(header) > 1, false
	var table []map[string]string
	for _, name := range limit(rows.Keys()) {
		row := map[string]string{index: name}
		table = append(table, row)
		property := in.property(rows, name)
		cells, ok := property.value.(*goja.Object)
		if !ok {
			row[values], hasValues = in.show(property, 0), true
			continue
		}
		for _, column := range limit(cells.Keys()) {
			if !slices.Contains(header, column) {
				if fixed || len(header) > maxShown {
					continue
				}
				header = append(header, column)
			}
			row[column] = in.show(in.property(cells, column), 0)
		}
	}
	if hasValues {
		header = append(header, values)
	}
	c.print("log", drawTable(header, table))
}

func limit(keys []string) []string { return keys[:min(len(keys), maxShown)] }

func drawTable(header []string, rows []map[string]string) string {
	widths := make([]int, len(header))
	for i, name := range header {
		widths[i] = utf8.RuneCountInString(name)
		for _, row := range rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[name]))
		}
	}
	var b strings.Builder
	rule := func(left, middle, right string) {
		for i, width := range widths {
			if i > 0 {
				left = middle
			}
			b.WriteString(left + strings.Repeat("─", width+2))
		}
		b.WriteString(right)
	}
	line := func(cell func(name string) string) {
		for i, name := range header {
			s := cell(name)
			b.WriteString("│ " + s + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(s)+1))
		}
		b.WriteString("│\n")
	}
	rule("┌", "┬", "┐\n")
	line(func(name string) string { return name })
	rule("├", "┼", "┤\n")
	for _, row := range rows {
		if b.Len() > maxMessage {
			break
		}
		line(func(name string) string { return row[name] })
	}
	rule("└", "┴", "┘")
	return b.String()
}
