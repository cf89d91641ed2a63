package runtime

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"dff/bindings"
)

// Completion is a name that can stand where a text ends.
type Completion struct {
	Name      string // "" where there is only a signature to show
	Signature string // "get(key, scope?)" for a method of DFF.CACHE, else ""
	Returns   string // TypeScript type of what that method returns; "…" for a long one
	Doc       string // its first sentence, as Markdown
}

var (
	// partialPath is the end of a text: a path of names, of which the last may be incomplete or missing.
	partialPath = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`((?:[A-Za-z_$][\w$]*\.)*)([A-Za-z_$][\w$]*)?$`)
	})
	// openCall is the end of a text that stands between the parentheses of a call.
	openCall = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`([A-Za-z_$][\w$.]*)\([^()]*$`)
	})
	identifierName = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[A-Za-z_$][\w$]*$`)
	})
	proxyType = reflect.TypeFor[goja.Proxy]()
)

// Complete returns what could complete the last name of text, sorted, and where that name begins in it. Inside the
// parentheses of a call of a DFF.CACHE method, where no name is to be completed, it returns that method alone, without a
// name. It runs no code of the session's: it follows neither getters nor proxies.
func (s *Session) Complete(text string) (from int, list []Completion) {
	err := s.run.guard(func() error {
		from, list = s.complete(text)
		return nil
	})
	if err != nil {
		return len(text), nil
	}
	return from, list
}

func (s *Session) complete(text string) (from int, list []Completion) {
	vm := s.run.vm
	at := partialPath().FindStringSubmatchIndex(text)
	path, name := text[at[2]:at[3]], ""
	from = len(text)
	if at[4] >= 0 {
		from, name = at[4], text[at[4]:]
	}
	inPath := at[0] > 0 && strings.ContainsAny(text[at[0]-1:at[0]], ".)]") // of something that is not known before it runs
	var on goja.Value
	switch {
	case inPath:
	case path != "":
		on = s.follow(strings.Split(strings.TrimSuffix(path, "."), "."))
	case name != "":
		on = vm.GlobalObject()
	}
	cache := s.follow([]string{"DFF", "CACHE"})
	names := s.names(on, name)
	if on != nil && on == cache { // it does not list its extensions
		for i := range bindings.Extensions {
			if n := bindings.Extensions[i].Name; strings.HasPrefix(n, name) {
				names = append(names, n)
			}
		}
		slices.Sort(names)
	}
	for _, n := range names {
		c := Completion{Name: n}
		if on == cache {
			c = describe(n)
		}
		list = append(list, c)
	}
	if list == nil {
		if call := openCall().FindStringSubmatch(text); call != nil {
			path := strings.Split(call[1], ".")
			last := len(path) - 1
			if on := s.follow(path[:last]); on != nil && on == cache && bindings.Lookup(path[last]) != nil {
				c := describe(path[last])
				c.Name = ""
				return len(text), []Completion{c}
			}
		}
	}
	return from, list
}

// describe returns the completion for a method of DFF.CACHE.
func describe(name string) Completion {
	m := bindings.Lookup(name)
	if m == nil {
		return Completion{Name: name}
	}
	returns := m.Returns
	if m.Generic != "" {
		returns = "…" // a type that depends on the arguments says little in a line
	}
	if m.ReturnsIf.Type != "" {
		returns += " | " + m.ReturnsIf.Type
	}
	doc, _, _ := strings.Cut(m.Doc, ". ")
	return Completion{Name: name, Signature: m.Signature(name), Returns: returns, Doc: strings.TrimSuffix(doc, ".") + "."}
}

// follow returns what a path of names leads to, from the global object on; nil if that is not known without running code.
func (s *Session) follow(path []string) goja.Value {
	if len(path) == 0 {
		return nil
	}
	var v goja.Value = s.run.vm.GlobalObject()
	for _, name := range path {
		v = s.property(v, name)
	}
	return v
}

// property returns the value of a property that is no accessor, or nil.
func (s *Session) property(v goja.Value, name string) goja.Value {
	for o := s.object(v); o != nil; o = s.object(o.Prototype()) {
		d, err := s.getOwnPropertyDescriptor(goja.Undefined(), o, s.run.vm.ToValue(name))
		if err != nil {
			return nil
		}
		if d, ok := d.(*goja.Object); ok {
			return d.Get("value")
		}
	}
	return nil
}

// object returns the object that a value is, or is treated as; nil for none, and for a proxy.
func (s *Session) object(v goja.Value) *goja.Object {
	if o, ok := v.(*goja.Object); ok {
		if o == nil || o.ExportType() == proxyType {
			return nil
		}
		return o
	}
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return nil
	}
	return v.ToObject(s.run.vm)
}

// names returns the names of an object's properties that begin with prefix. What every object has is left out unless
// asked for.
func (s *Session) names(v goja.Value, prefix string) []string {
	everything := s.run.vm.NewObject().Prototype()
	var names []string
	for o := s.object(v); o != nil && (o != everything || prefix != ""); o = s.object(o.Prototype()) {
		for _, name := range o.GetOwnPropertyNames() {
			if strings.HasPrefix(name, prefix) && identifierName().MatchString(name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
