package tests

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dff/bindings"
	"dff/tests/redistest"
)

// cacheCall is a cache call below argument checking: a method and its first arguments in canonical form.
func cacheCall(t *testing.T, method string, args ...bindings.Arg) *bindings.Request {
	t.Helper()
	i := slices.IndexFunc(bindings.Methods, func(m bindings.Method) bool { return m.Name == method })
	if i < 0 {
		t.Fatalf("no method %s", method)
	}
	m := &bindings.Methods[i]
	q := &bindings.Request{Method: m, Script: "faults", Scope: "faults", DestScope: "faults", Args: make([]bindings.Arg, len(m.Params))}
	copy(q.Args, args)
	return q
}

func textArg(s string) bindings.Arg    { return bindings.Arg{Given: true, Text: s} }
func listArg(s ...string) bindings.Arg { return bindings.Arg{Given: true, List: s} }
func numberArg(n int64) bindings.Arg   { return bindings.Arg{Given: true, Int: n} }
func rangeOf(key string) []bindings.Arg {
	return []bindings.Arg{textArg(key), numberArg(0), numberArg(-1)}
}

// mustDo carries out a call that must succeed.
func mustDo(t *testing.T, b bindings.Backend, method string, args ...bindings.Arg) bindings.Reply {
	t.Helper()
	reply, err := b.Do(t.Context(), cacheCall(t, method, args...))
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return reply
}

func connectRedis(t *testing.T, url string) *bindings.Redis {
	t.Helper()
	return connectWith(t, bindings.RedisOptions{URL: url})
}

func connectWith(t testing.TB, o bindings.RedisOptions) *bindings.Redis {
	t.Helper()
	r, err := bindings.Connect(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// someFaults cuts, swallows and delays a part of what passes, in both directions.
func someFaults(redistest.Direction, []byte) redistest.Action {
	switch rand.N(40) {
	case 0:
		return redistest.Action{Swallow: true}
	case 1:
		return redistest.Action{Swallow: true, Cut: true}
	case 2:
		return redistest.Action{Cut: true}
	case 3, 4:
		return redistest.Action{Delay: rand.N(3 * time.Millisecond)}
	}
	return redistest.Action{}
}

// TestFaults counts, pushes, pops and moves through a connection that breaks all the time. Nothing is done twice, what
// was acknowledged has happened, what is said not to have happened has not, and for the rest the error says that
// nobody knows.
func TestFaults(t *testing.T) {
	server := redistest.Standalone(t)
	direct := connectRedis(t, server)
	for _, test := range []struct {
		name, protocol string
		shareAbove     int
	}{
		{"resp2", "2", -1},
		{"resp3", "3", -1},
		{"resp2 shared", "2", 1},
		{"resp3 shared", "3", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			redistest.Flush(t, server)
			proxy := redistest.NewProxy(t, server)
			r := connectWith(t, bindings.RedisOptions{URL: "redis://" + proxy.Addr() + "?read_timeout=40ms&protocol=" + test.protocol,
				ShareAbove: test.shareAbove})
			const workers, calls = 16, 150
			const elements = workers * calls
			var stock []string
			for i := range elements {
				stock = append(stock, "stock"+strconv.Itoa(i))
			}
			mustDo(t, direct, "rpush", textArg("stock"), listArg(stock...))
			proxy.Set(someFaults)

			var mu sync.Mutex
			outcomes := map[string]int{} // "method code" → how often; "" for success
			taken := map[string]int{}    // elements that a pop or a move gave
			pushed := map[string]bindings.Code{}
			try := func(method string, args ...bindings.Arg) (bindings.Reply, bindings.Code) {
				reply, err := r.Do(t.Context(), cacheCall(t, method, args...))
				var code bindings.Code
				var e *bindings.CacheError
				switch {
				case errors.As(err, &e):
					code = e.Code
				case err != nil:
					t.Errorf("%s: %v", method, err)
				}
				mu.Lock()
				defer mu.Unlock()
				outcomes[method+" "+string(code)]++
				if code != "" && code != bindings.Unavailable && code != bindings.UnknownOutcome {
					t.Errorf("%s: %v", method, err)
				}
				return reply, code
			}
			var all sync.WaitGroup
			for w := range workers {
				all.Go(func() {
					for i := range calls {
						try("incr", textArg("counter"), numberArg(1))
						element := fmt.Sprintf("pushed%d.%d", w, i)
						_, code := try("lpush", textArg("pushed"), listArg(element))
						mu.Lock()
						pushed[element] = code
						mu.Unlock()
						method := []string{"lpop", "rpop", "rpoplpush"}[i%3]
						args := []bindings.Arg{textArg("stock")}
						if method == "rpoplpush" {
							args = append(args, textArg("moved"))
						}
						if reply, code := try(method, args...); code == "" {
							mu.Lock()
							taken[reply.Text]++
							mu.Unlock()
						}
						try("set", textArg("k"), textArg(element))
						try("get", textArg("k"))
					}
				})
			}
			all.Wait()
			proxy.Set(nil)
			t.Logf("outcomes: %v", outcomes)

			for _, method := range []string{"get", "set", "incr", "lpush", "lpop", "rpop", "rpoplpush"} {
				if outcomes[method+" "] == 0 {
					t.Errorf("no %s succeeded: the faults prove nothing", method)
				}
			}
			if n := outcomes["get "+string(bindings.UnknownOutcome)]; n > 0 {
				t.Errorf("%d reads have an unknown outcome", n)
			}
			unknown := func(method string) int { return outcomes[method+" "+string(bindings.UnknownOutcome)] }
			if unknown("incr") == 0 || unknown("lpush") == 0 {
				t.Error("no lost reply surfaced: the faults prove nothing")
			}

			counter, err := strconv.Atoi(mustDo(t, direct, "get", textArg("counter")).Text)
			if acked := outcomes["incr "]; err != nil || counter < acked || counter > acked+unknown("incr") {
				t.Errorf("counter is %d (%v) after %d acknowledged increments and %d unknown ones", counter, err, acked, unknown("incr"))
			}

			count := map[string]int{}
			for _, e := range mustDo(t, direct, "lrange", rangeOf("pushed")...).List {
				count[e]++
			}
			for e, code := range pushed {
				switch n := count[e]; {
				case n > 1, code == "" && n != 1, code == bindings.Unavailable && n != 0:
					t.Errorf("%s is there %d times after a push with code %q", e, n, code)
				}
			}

			moved := map[string]int{}
			for _, e := range mustDo(t, direct, "lrange", rangeOf("moved")...).List {
				moved[e]++
			}
			left := map[string]int{}
			for _, e := range mustDo(t, direct, "lrange", rangeOf("stock")...).List {
				left[e]++
			}
			lost, unseen := 0, 0 // popped, and moved, by calls whose reply was lost
			for _, e := range stock {
				switch {
				case left[e]+moved[e] > 1, taken[e] > 1, left[e] > 0 && taken[e] > 0:
					t.Errorf("%s: %d times in stock, %d times moved, given %d times", e, left[e], moved[e], taken[e])
				case left[e] > 0 || taken[e] > 0:
				case moved[e] > 0:
					unseen++
				default:
					lost++
				}
			}
			if u := unknown("lpop") + unknown("rpop"); lost > u {
				t.Errorf("%d elements are lost after %d pops with unknown outcome", lost, u)
			}
			if u := unknown("rpoplpush"); unseen > u {
				t.Errorf("%d elements moved unseen after %d moves with unknown outcome", unseen, u)
			}
		})
	}
}

// TestCutWait cuts the connection in the middle of a wait: the element may be gone, and the error says so.
func TestCutWait(t *testing.T) {
	proxy := redistest.NewProxy(t, redistest.Standalone(t))
	r := connectRedis(t, "redis://"+proxy.Addr())
	waiting := make(chan struct{})
	proxy.Set(func(d redistest.Direction, chunk []byte) redistest.Action {
		if d == redistest.Request && slices.Contains([]byte("bB"), chunk[min(8, len(chunk)-1)]) { // *3\r\n$5\r\nblpop
			close(waiting)
			proxy.Set(nil)
		}
		return redistest.Action{}
	})
	done := make(chan error)
	go func() {
		_, err := r.Do(t.Context(), cacheCall(t, "blpop", listArg("l"), numberArg(60_000)))
		done <- err
	}()
	<-waiting
	proxy.Cut()
	var e *bindings.CacheError
	if err := <-done; !errors.As(err, &e) || e.Code != bindings.UnknownOutcome {
		t.Errorf("got %v, want %s", err, bindings.UnknownOutcome)
	}
	proxy.Refuse(true)
	proxy.Cut()
	if _, err := r.Do(t.Context(), cacheCall(t, "blpop", listArg("l"), numberArg(60_000))); !errors.As(err, &e) || e.Code != bindings.Unavailable {
		t.Errorf("with no connection to be had: got %v, want %s", err, bindings.Unavailable)
	}
}

// TestCancelledConsumers sends 10,000 elements through 50 consumers whose runs end at random moments, some of them
// with an element that has just been handed over: each element is delivered or back in its list, once.
func TestCancelledConsumers(t *testing.T) {
	const consumers = 50
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		elements := 2_000
		if target.Name == "resp3" { // the others are the same code and servers again
			elements = 10_000
		}
		url := target.URL(t)
		r := connectWith(t, bindings.RedisOptions{URL: url, ShareAbove: 1})
		var delivered sync.Map
		var done, cancelled atomic.Int64
		over, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for i := range consumers {
			all.Go(func() {
				source := rand.New(rand.NewPCG(uint64(i), 1))
				method := []string{"blpop", "brpop", "brpoplpush"}[i%3]
				args := []bindings.Arg{listArg("empty", "queue")}
				if method == "brpoplpush" {
					args = []bindings.Arg{textArg("queue"), textArg("work")}
				}
				for over.Err() == nil {
					ctx, cancel := context.WithCancel(over)
					if source.IntN(2) == 0 {
						ended := time.AfterFunc(time.Duration(source.IntN(2000))*time.Microsecond, cancel)
						defer ended.Stop()
					}
					reply, err := r.Do(ctx, cacheCall(t, method, args...))
					switch {
					case err != nil && ctx.Err() == nil:
						t.Errorf("%s: %v", method, err)
					case err != nil:
						cancelled.Add(1)
					case source.IntN(10) == 0: // it ended before it saw the element
						reply.GiveBack()
					default:
						element := reply.Text
						if reply.Kind == bindings.ReplyList {
							element = reply.List[1]
						}
						if _, twice := delivered.LoadOrStore(element, method); twice {
							t.Errorf("%s was delivered twice", element)
						}
						if done.Add(1) >= int64(elements*9/10) { // the rest is to be found in the list
							stop()
						}
					}
					cancel()
				}
			})
		}
		all.Go(func() {
			for i := 0; i < elements; i += 100 {
				var batch []string
				for j := range 100 {
					batch = append(batch, strconv.Itoa(i+j))
				}
				mustDo(t, r, "rpush", textArg("queue"), listArg(batch...))
			}
		})
		all.Wait()
		stop()
		// What the waits that were given up still catch is put back by the time that Close returns; an embedded store
		// is gone with it, but lets no wait be given up for longer than a moment.
		look := r
		if url != "" {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
			look = connectRedis(t, url)
		}
		var missing, twice []string
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			missing, twice = nil, nil
			count := map[string]int{}
			for _, e := range mustDo(t, look, "lrange", rangeOf("queue")...).List {
				count[e]++
			}
			work := map[string]bool{}
			for _, e := range mustDo(t, look, "lrange", rangeOf("work")...).List {
				work[e] = true
			}
			for i := range elements {
				e := strconv.Itoa(i)
				method, ok := delivered.Load(e)
				switch n := count[e]; {
				case n == 0 && !ok:
					missing = append(missing, e)
				case n > 1, n == 1 && ok, ok && work[e] != (method == "brpoplpush"), !ok && work[e]:
					twice = append(twice, e)
				}
			}
			if len(missing) == 0 && len(twice) == 0 || time.Now().After(deadline) {
				break
			}
		}
		t.Logf("%d delivered, %d calls cancelled", done.Load(), cancelled.Load())
		if len(missing) > 0 || len(twice) > 0 {
			t.Errorf("%d elements are lost (%.5q…), %d are there twice (%.5q…)", len(missing), missing, len(twice), twice)
		}
	})
}

// TestPipelineFaults counts and pushes in pipelines through a connection that breaks all the time: what a pipeline says of
// each call holds, and a transaction happens as a whole or not at all.
func TestPipelineFaults(t *testing.T) {
	server := redistest.Standalone(t)
	direct := connectRedis(t, server)
	for _, atomic := range []bool{false, true} {
		t.Run(fmt.Sprintf("atomic=%v", atomic), func(t *testing.T) {
			redistest.Flush(t, server)
			proxy := redistest.NewProxy(t, server)
			r := connectRedis(t, "redis://"+proxy.Addr()+"?read_timeout=40ms")
			proxy.Set(someFaults)
			const workers, calls = 8, 150
			var mu sync.Mutex
			outcomes := map[bindings.Code]int{} // of increments; "" for success
			pushed := map[string]bindings.Code{}
			var all sync.WaitGroup
			for w := range workers {
				all.Go(func() {
					for i := range calls {
						element := fmt.Sprintf("e%d.%d", w, i)
						b := &bindings.Batch{Atomic: atomic}
						for _, q := range []*bindings.Request{
							cacheCall(t, "incr", textArg("counter"), numberArg(1)),
							cacheCall(t, "get", textArg("counter")),
							cacheCall(t, "lpush", textArg("pushed"), listArg(element)),
							cacheCall(t, "incr", textArg("counter"), numberArg(1)),
						} {
							b.Calls = append(b.Calls, *q)
						}
						results, err := r.DoBatch(t.Context(), b)
						var whole *bindings.CacheError
						if err != nil && (!atomic || !errors.As(err, &whole)) {
							t.Errorf("got %v", err)
							return
						}
						mu.Lock()
						for j := range b.Calls {
							failed := whole
							if whole == nil {
								failed = results[j].Err
							}
							var code bindings.Code
							if failed != nil {
								code = failed.Code
							}
							switch {
							case code != "" && code != bindings.Unavailable && code != bindings.UnknownOutcome, code == bindings.UnknownOutcome && j == 1 && !atomic:
								t.Errorf("%s: %v", b.Calls[j].Method.Name, failed)
							case j == 2:
								pushed[element] = code
							case j != 1:
								outcomes[code]++
							}
						}
						mu.Unlock()
					}
				})
			}
			all.Wait()
			proxy.Set(nil)
			t.Logf("outcomes: %v", outcomes)
			if outcomes[""] == 0 || outcomes[bindings.UnknownOutcome] == 0 {
				t.Error("nothing succeeded, or nothing was lost: the faults prove nothing")
			}
			counter, err := strconv.Atoi(mustDo(t, direct, "get", textArg("counter")).Text)
			if acked := outcomes[""]; err != nil || counter < acked || counter > acked+outcomes[bindings.UnknownOutcome] {
				t.Errorf("counter is %d (%v) after %v", counter, err, outcomes)
			}
			count := map[string]int{}
			for _, e := range mustDo(t, direct, "lrange", rangeOf("pushed")...).List {
				count[e]++
			}
			for e, code := range pushed {
				switch n := count[e]; {
				case n > 1, code == "" && n != 1, code == bindings.Unavailable && n != 0:
					t.Errorf("%s is there %d times after a push with code %q", e, n, code)
				}
			}
			if atomic && counter != 2*len(count) {
				t.Errorf("%d increments beside %d pushes: transactions were torn", counter, len(count))
			}
		})
	}
}
