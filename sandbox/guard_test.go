package sandbox

import (
	"runtime/debug"
	"testing"
)

// What a run has left in the heap is not the next one's to use on top of its own memory.
func TestGuardForgetsGarbage(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	var g guard
	g.init()
	before := g.held
	garbage = make([]byte, 256<<20)
	garbage = nil
	stop := g.start(1<<20, func() {})
	defer stop()
	if most := before + 64<<20; g.ceiling > most {
		t.Errorf("the heap may grow to %d MiB, from %d", g.ceiling>>20, before>>20)
	}
}

var garbage []byte
