package bindings

import (
	"context"
	"testing"
	"time"
)

// TestWaitAsksOnce begins a wait whose time is over before it gets to run, as happens to short ones on a busy machine.
func TestWaitAsksOnce(t *testing.T) {
	r, err := Connect(t.Context(), RedisOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w := &wait{redis: r, result: make(chan popped, 1), gone: make(chan struct{})}
	w.try = func(context.Context) (Reply, string, error) { return list([]string{"k", "v"}), "k", nil }
	w.loop(time.Now().Add(-time.Second), time.Time{})
	if p := <-w.result; p.err != nil || p.reply.Kind != ReplyList {
		t.Errorf("got %+v, want the element that was there", p)
	}
}
