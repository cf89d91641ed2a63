package tests

import (
	"testing"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/tests/redistest"
)

const blockingScript = `
exports.take = (method, ...args) => DFF.CACHE[method](...args);
exports.put = (key, value) => DFF.CACHE.lpush(key, value);
exports.stubborn = (method, ...args) => {
  for (;;) {
    try { return DFF.CACHE[method](...args) } catch (e) { console.log('caught', e) }
  }
};`

// TestBlockingCalls is about blocking calls that really wait, which takes two runs, or one that its time limit ends.
func TestBlockingCalls(t *testing.T) {
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		backend := connect(t, target.URL(t), bindings.NativeLayout)
		t.Cleanup(func() {
			if err := backend.Close(); err != nil {
				t.Error(err)
			}
		})
		engine := newEngine(t, runtime.Options{Backend: backend}, map[string]string{"queue.js": blockingScript})
		t.Run("an element that comes later is delivered", func(t *testing.T) {
			for _, c := range []struct {
				args []any
				want string
			}{
				{[]any{"blpop", []string{"nosuch", "a"}}, `["a","late"]`},
				{[]any{"brpop", "a", 30}, `["a","late"]`},
				{[]any{"brpoplpush", "a", "b"}, `"late"`},
			} {
				got := make(chan error, 1)
				var result *runtime.Result
				go func() {
					var err error
					result, err = engine.Run(t.Context(), runtime.Call{Script: "queue", Func: "take", Args: c.args})
					got <- err
				}()
				if _, err := engine.Run(t.Context(), runtime.Call{Script: "queue", Func: "put", Args: []any{"a", "late"}}); err != nil {
					t.Error(err)
				}
				if err := <-got; err != nil || string(result.Value) != c.want {
					t.Errorf("%v: got %s, %v, want %s", c.args, result.Value, err, c.want)
				}
			}
		})
		t.Run("the time limit ends the wait and cannot be caught", func(t *testing.T) {
			for _, args := range [][]any{{"blpop", "empty"}, {"brpop", "empty", 1000}, {"brpoplpush", "empty", nil, 0.0}} {
				result, err := engine.Run(t.Context(), runtime.Call{Script: "queue", Func: "stubborn", Args: args, Timeout: 250 * time.Millisecond})
				if err == nil || result.Outcome != sandbox.Timeout || len(result.Logs) > 0 {
					t.Errorf("%v: %v, outcome %q, logs %v, want a timeout", args, err, result.Outcome, result.Logs)
				}
			}
		})
	})
}
