package runtime_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dff/bindings"
	"dff/runtime"
)

// silentBackend is a cache whose server does not answer, until it does. Like a call that has been sent, it does not look at ctx.
type silentBackend struct {
	asked, answer chan struct{}
}

func (b silentBackend) Do(context.Context, *bindings.Request) (bindings.Reply, error) {
	close(b.asked)
	<-b.answer
	return bindings.Reply{}, nil
}

func (b silentBackend) DoBatch(context.Context, *bindings.Batch) ([]bindings.Result, error) {
	return nil, errors.New("not expected")
}

// TestShutdownSilentCache ends a run whose worker waits for a cache that does not answer. Nothing in this process hangs for
// good: Shutdown waits for the call.
func TestShutdownSilentCache(t *testing.T) {
	b := silentBackend{make(chan struct{}), make(chan struct{})}
	e := engine(t, runtime.Options{Isolation: runtime.OutProcess, Backend: b}, "a.js", "DFF.CACHE.get('k')")
	ended := make(chan error, 1)
	go func() {
		_, err := e.Run(t.Context(), runtime.Call{Script: "a"})
		ended <- err
	}()
	<-b.asked
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(enough)
	time.AfterFunc(300*time.Millisecond, func() { close(b.answer) }) // longer than a run of this process would be waited for
	if err := e.Shutdown(ctx); !errors.Is(err, enough) || errors.Is(err, runtime.ErrStuck) {
		t.Errorf("Shutdown: %v, want %v alone", err, enough)
	}
	if err := <-ended; !errors.Is(err, runtime.ErrShutdown) {
		t.Errorf("Run: %v, want %v", err, runtime.ErrShutdown)
	}
}
