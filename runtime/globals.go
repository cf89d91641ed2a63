package runtime

import (
	"slices"

	"github.com/dop251/goja"

	"dff/bindings"
)

// globals is the prototype of a run's global object: what the host adds to the language is made when it is first
// touched. A script that assigns to one of these names gets a property of the global object itself, as anywhere.
type globals struct {
	run    *run
	values [len(globalNames)]goja.Value
}

var globalNames = [...]string{"DFF", "console", "setTimeout", "setInterval", "clearTimeout", "clearInterval", "queueMicrotask"}

func (g *globals) Get(key string) goja.Value {
	i := slices.Index(globalNames[:], key)
	if i < 0 {
		return nil
	}
	if g.values[i] == nil {
		g.values[i] = g.make(key)
	}
	return g.values[i]
}

func (g *globals) make(key string) goja.Value {
	t := &g.run.timers
	var f func(goja.FunctionCall) goja.Value
	switch key {
	case "DFF":
		return g.run.dff.DFF(g.run.script)
	case "console":
		return bindings.Console(g.run.vm, g.run.write)
	case "setTimeout":
		f = t.setTimeout
	case "setInterval":
		f = t.setInterval
	case "clearTimeout", "clearInterval":
		f = t.clear
	case "queueMicrotask":
		f = t.queueMicrotask
	}
	return bindings.Native(g.run.vm, key, f)
}

func (g *globals) Has(key string) bool         { return slices.Contains(globalNames[:], key) }
func (g *globals) Keys() []string              { return globalNames[:] }
func (g *globals) Set(string, goja.Value) bool { return false }
func (g *globals) Delete(string) bool          { return false }
