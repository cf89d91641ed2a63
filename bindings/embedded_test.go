package bindings

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestEmbeddedFull fills an embedded store in each way, and makes room again.
func TestEmbeddedFull(t *testing.T) {
	small := func(t *testing.T) *Redis {
		r := connect(t, "")
		r.embedded.room.most = 64 << 10
		return r
	}
	value := strings.Repeat("v", 1000)
	refused := func(err error) bool {
		var e *CacheError
		if err != nil && (!errors.As(err, &e) || e.Code != Unavailable || !strings.Contains(e.Message, "64KiB") || !strings.Contains(e.Message, "--redis")) {
			t.Fatalf("got %v", err)
		}
		return err != nil
	}
	for name, write := range map[string]func(i int) []any{
		"set":     func(i int) []any { return []any{fmt.Sprint("k", i), value} },
		"mset":    func(i int) []any { return []any{[]string{fmt.Sprint("k", i), value}} },
		"getset":  func(i int) []any { return []any{fmt.Sprint("k", i), value} },
		"incr":    func(i int) []any { return []any{fmt.Sprint(value, i)} },
		"incrby":  func(i int) []any { return []any{fmt.Sprint(value, i), 1} },
		"hset":    func(i int) []any { return []any{"k", fmt.Sprint(i), value} },
		"hmset":   func(i int) []any { return []any{"k", []string{fmt.Sprint(i), value}} },
		"hincr":   func(i int) []any { return []any{"k", fmt.Sprint(value, i)} },
		"hincrby": func(i int) []any { return []any{"k", fmt.Sprint(value, i), 1} },
		"lpush":   func(i int) []any { return []any{"k", value} },
		"rpush":   func(i int) []any { return []any{"k", value} },
		"sadd":    func(i int) []any { return []any{"k", fmt.Sprint(value, i)} },
		"zadd":    func(i int) []any { return []any{"k", []string{fmt.Sprint(value, i), "1"}} },
	} {
		t.Run(name, func(t *testing.T) {
			r := small(t)
			if !growing[name] {
				t.Error("it is not among those that add")
			}
			written := 0
			for ; written < 100; written++ {
				if _, err := r.Do(t.Context(), request(t, name, write(written)...)); refused(err) {
					break
				}
			}
			if written < 40 || written > 62 {
				t.Errorf("%d writes of a thousand bytes went into 64 KiB", written)
			}
			batch := &Batch{Atomic: true, Calls: []Request{*request(t, "delete", []string{"other"}), *request(t, "set", "large", strings.Repeat(value, 66))}}
			if _, err := r.DoBatch(t.Context(), batch); !refused(err) {
				t.Error("a transaction was not refused")
			}
			batch.Atomic = false
			if got, err := r.DoBatch(t.Context(), batch); err != nil || got[0].Err != nil || got[1].Err == nil || !refused(got[1].Err) {
				t.Errorf("a pipeline: %+v, %v", got, err)
			}
			ask(t, r, "exists", "k") // reading goes on
			ask(t, r, "delete_pattern")
			// Now there is room, as will be seen at the next measuring.
			for {
				if _, err := r.Do(t.Context(), request(t, name, write(0)...)); !refused(err) {
					break
				}
			}
		})
	}
	// What is written again and again takes no more room.
	r := small(t)
	for range 1000 {
		for {
			if _, err := r.Do(t.Context(), request(t, "set", "k", value)); !refused(err) {
				break
			}
		}
	}
}
