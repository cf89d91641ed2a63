package tests

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/tests/redistest"
)

const failoverScript = `
function guarded(f) {
	try {
		return f();
	} catch (e) {
		if (e.name !== 'CacheError') throw e;
		return {code: e.code};
	}
}
exports.count = () => guarded(() => DFF.CACHE.incr('counter'));
exports.read = () => guarded(() => DFF.CACHE.get('counter'));
exports.wait = () => guarded(() => DFF.CACHE.blpop('queue', 60));
exports.push = () => guarded(() => DFF.CACHE.rpush('queue', 'element'));
`

// TestFailover kills the master of a Sentinel set-up while scripts count, read and wait. Calls fail for as long as there is
// no master, say so, and then go on with the new one; nothing is counted twice. What the master acknowledged but had not yet
// passed on is lost with it: Redis promises no more.
func TestFailover(t *testing.T) {
	for name, above := range map[string]int{"alone": -1, "shared": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of it is waiting for the sentinel
			testFailover(t, above)
		})
	}
}

func testFailover(t *testing.T, shareAbove int) {
	url, kill := redistest.Failover(t)
	backend := connectWith(t, bindings.RedisOptions{URL: url, ShareAbove: shareAbove})
	caching := connectWith(t, bindings.RedisOptions{URL: url, ClientCache: 1 << 20})
	engine := newEngine(t, runtime.Options{Backend: backend}, map[string]string{"failover.js": failoverScript})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	// call returns what a function gives, or the code of the error it caught.
	call := func(function string) (value any, code bindings.Code) {
		result, err := engine.Run(ctx, runtime.Call{Script: "failover", Func: function})
		if err != nil {
			t.Errorf("%s: %v", function, err)
			cancel()
			return nil, ""
		}
		if err := json.Unmarshal(result.Value, &value); err != nil {
			t.Errorf("%s: %v", function, err)
		}
		caught, ok := value.(map[string]any)
		if !ok {
			return value, ""
		}
		code = bindings.Code(caught["code"].(string))
		if code != bindings.Unavailable && code != bindings.UnknownOutcome {
			t.Errorf("%s: a CacheError with the code %s", function, code)
		}
		return nil, code
	}

	const workers, enough = 8, 20
	var acknowledged, unknown, refused atomic.Int64
	var begun, all sync.WaitGroup
	begun.Add(workers)
	for range workers {
		all.Go(func() {
			// It counts until the master has failed it, and for a while after that.
			failed := false
			for calls, since := 1, 0; ctx.Err() == nil && !(failed && since == enough); calls++ {
				switch _, code := call("count"); code {
				case "":
					acknowledged.Add(1)
					since++
				case bindings.UnknownOutcome:
					unknown.Add(1)
					failed, since = true, 0
				default:
					refused.Add(1)
					failed, since = true, 0
				}
				if _, code := call("read"); code == bindings.UnknownOutcome {
					t.Error("a read has an unknown outcome")
				}
				if calls == enough {
					begun.Done()
				}
			}
			if ctx.Err() != nil {
				t.Error("counting does not go on")
			}
		})
	}
	broken, delivered := make(chan struct{}), make(chan struct{})
	all.Go(func() {
		defer close(delivered)
		if _, code := call("wait"); code == "" {
			t.Error("the end of the master did not end a wait")
		}
		close(broken)
		for ctx.Err() == nil {
			if _, code := call("wait"); code == "" {
				return
			}
		}
	})
	begun.Wait()
	for master := redistest.Dial(t, url); ctx.Err() == nil; {
		if info, err := master.Do(ctx, "INFO", "clients"); err == nil && strings.Contains(info.(string), "blocked_clients:1") {
			break
		}
	}
	kill()
	start := time.Now()
	<-broken
	for ctx.Err() == nil {
		if _, code := call("push"); code == "" {
			break
		}
	}
	<-delivered
	all.Wait()
	t.Logf("%d increments acknowledged, %d unknown, %d refused; %v until all went on", acknowledged.Load(), unknown.Load(), refused.Load(), time.Since(start))
	if ctx.Err() != nil {
		t.Fatal("calls do not go on with the new master")
	}
	final, _ := call("read")
	counter, err := strconv.ParseInt(final.(string), 10, 64)
	if most := acknowledged.Load() + unknown.Load(); err != nil || counter > most {
		t.Errorf("counter is %v after %d acknowledged increments and %d unknown ones", final, acknowledged.Load(), unknown.Load())
	}
	q := cacheCall(t, "get", textArg("counter"))
	q.Scope = "failover"
	for ctx.Err() == nil {
		if reply, err := caching.Do(ctx, q); err == nil && reply.Text == final {
			return
		}
	}
	t.Error("a client cache does not go on with the new master")
}
