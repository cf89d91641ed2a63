package bindings

import (
	"testing"
	"testing/synctest"
	"time"
)

// The embedded store's clock is set when it may be, and always for those who ask for the life of a key.
func TestEmbeddedClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEmbedded()
		if err := e.store.Set("k", "v"); err != nil {
			t.Fatal(err)
		}
		e.store.SetTTL("k", time.Second)
		e.next = time.Now().Add(3 * time.Second) // as if there were very many keys
		time.Sleep(2 * time.Second)
		if e.advance(false); !e.store.Exists("k") {
			t.Error("the clock was set before its time")
		}
		if e.advance(true); e.store.Exists("k") {
			t.Error("the key is there after its time")
		}
		if err := e.store.Set("k", "v"); err != nil {
			t.Fatal(err)
		}
		e.store.SetTTL("k", time.Second)
		time.Sleep(2 * time.Second)
		if e.advance(false); e.store.Exists("k") {
			t.Error("the key is there after its time")
		}
	})
	for name, args := range map[string][]Arg{
		"expire":   {{Given: true, Text: "k"}, {Given: true, Int: 1}},
		"expireat": {{Given: true, Text: "k"}, {Given: true, Int: 1}},
		"ttl":      {{Given: true, Text: "k"}},
		"set":      {{Given: true, Text: "k"}, {Given: true, Text: "v"}, {Given: true, Int: 1}, {}, {}},
	} {
		if q := (&Request{Method: plans.byName[name].method, Args: args}); !q.concernsTime() {
			t.Errorf("%s does not ask for the time", name)
		}
	}
	if q := (&Request{Method: plans.byName["get"].method, Args: []Arg{{Given: true, Text: "k"}}}); q.concernsTime() {
		t.Error("get asks for the time")
	}
}
