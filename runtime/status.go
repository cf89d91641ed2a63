package runtime

import (
	"slices"

	"dff/sandbox"
)

// MaxFunctions is the most functions that Result.Functions names.
const MaxFunctions = 256

// keepFunctions sorts names, and leaves out what would make a list of functions no help to anybody.
func keepFunctions(names []string) []string {
	names = slices.DeleteFunc(names, func(name string) bool { return len(name) > maxName })
	slices.Sort(names)
	return slices.Clip(names[:min(len(names), MaxFunctions)])
}

// Workers returns the state of the engine's worker processes. It reports false when runs are carried out in this process.
func (e *Engine) Workers() (sandbox.Status, bool) {
	if e.pool == nil {
		return sandbox.Status{}, false
	}
	return e.pool.Status(), true
}
