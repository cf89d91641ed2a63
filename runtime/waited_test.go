package runtime_test

import (
	"context"
	"testing"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
)

// TestWaited has a run wait while another holds the only worker, and looks whether its Result says for how long.
func TestWaited(t *testing.T) {
	held, release := make(chan struct{}), make(chan struct{})
	hold := func(ctx context.Context, _ bindings.FunctionCall) (any, error) {
		close(held)
		select {
		case <-release:
		case <-ctx.Done():
		}
		return nil, nil
	}
	e := engine(t, runtime.Options{Isolation: runtime.OutProcess, Workers: sandbox.PoolOptions{Size: 1},
		Bindings: []bindings.Object{{Name: "TEST", Functions: map[string]bindings.Function{"hold": hold}}}},
		"first.js", "DFF.TEST.hold()", "second.js", "")
	first, second := make(chan *runtime.Result, 1), make(chan *runtime.Result, 1)
	call := func(script string, to chan<- *runtime.Result) {
		r, err := e.Run(t.Context(), runtime.Call{Script: script})
		if err != nil {
			t.Error(err)
		}
		to <- r
	}
	go call("first", first)
	<-held
	go call("second", second)
	for deadline := time.Now().Add(10 * time.Second); ; {
		if s, _ := e.Workers(); s.Waiting == 1 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the second run does not wait")
		}
	}
	waiting := time.Now()
	for time.Since(waiting) < 10*time.Millisecond { // so that there is something to tell
	}
	waited := time.Since(waiting)
	close(release)
	if r := <-second; r.Waited < waited || r.Waited > r.Elapsed {
		t.Errorf("waited %v of %v, at least %v are right", r.Waited, r.Elapsed, waited)
	}
	if r := <-first; r.Waited > r.Elapsed-waited {
		t.Errorf("the first waited %v of %v, though it held its worker for %v", r.Waited, r.Elapsed, waited)
	}
}
