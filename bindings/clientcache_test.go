package bindings

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dff/tests/redistest"
)

const testCache = 1 << 20

// cachedTargets are the kinds of Redis that a client cache can be used with.
func cachedTargets(t *testing.T, test func(t *testing.T, url string)) {
	for _, target := range redistest.All() {
		if target.Name == "resp3" || target.Name == "sentinel" {
			t.Run(target.Name, func(t *testing.T) { test(t, target.URL(t)) })
		}
	}
}

// TestClientCache answers reads from memory until a key changes, by this Redis or another, in each of the ways there are.
func TestClientCache(t *testing.T) {
	cachedTargets(t, func(t *testing.T, url string) {
		r := connectWith(t, RedisOptions{URL: url, ClientCache: testCache})
		other := connectWith(t, RedisOptions{URL: url})
		reads := [][]any{
			{"get", "s"}, {"mget", []string{"s", "t"}}, {"hget", "h", "f"}, {"hmget", "h", []string{"f", "g"}}, {"hgetall", "h"}, {"exists", "s"},
			{"type", "s"}, {"smembers", "set"}, {"sismember", "set", "m"}, {"scard", "set"}, {"zrange", "z"}, {"zcard", "z"}, {"lrange", "l"}, {"llen", "l"}, {"get", "missing"}, {"lrange", "l2"},
		}
		for _, change := range [][]any{
			{"set", "s", "v"},
			{"mset", []string{"s", "v", "t", "w"}},
			{"hset", "h", "f", "v"},
			{"sadd", "set", []string{"m"}},
			{"zadd", "z", []string{"m", "1"}},
			{"rpush", "l", []string{"a", "b", "c", "d"}},
			{"lpop", "l"},
			{"blpop", "l", 10},
			{"rpoplpush", "l", "l2"},
			{"set", "missing", "v"},
			{"expire", "s", 1000},
			{"delete", []string{"missing"}},
			{"delete_pattern", "s*"},
		} {
			for _, by := range []*Redis{r, other} {
				for range 2 {
					for _, read := range reads {
						ask(t, r, read[0].(string), read[1:]...)
					}
				}
				ask(t, by, change[0].(string), change[1:]...)
				for _, read := range reads {
					want, err := other.Do(t.Context(), request(t, read[0].(string), read[1:]...))
					if err != nil {
						t.Fatal(err)
					}
					check := func() bool {
						return fmt.Sprint(ask(t, r, read[0].(string), read[1:]...)) == fmt.Sprint(want)
					}
					if by == r && !check() {
						t.Errorf("after %q: %q is stale", change, read)
					}
					eventually(t, fmt.Sprintf("%q is right after %q", read, change), check)
				}
			}
		}
		if s := r.ClientCache(); s.Hits < 100 || s.Bytes > testCache || s.Entries == 0 {
			t.Errorf("%+v", s)
		}
		redistest.Flush(t, url)
		eventually(t, "nothing is kept after FLUSHALL", func() bool { return ask(t, r, "get", "t").Kind == ReplyNull })
	})
}

// TestClientCacheHits needs no server for what is known.
func TestClientCacheHits(t *testing.T) {
	proxy := redistest.NewProxy(t, redistest.All()[2].URL(t))
	r := connectWith(t, RedisOptions{URL: "redis://" + proxy.Addr(), ClientCache: testCache})
	ask(t, r, "set", "k", "v")
	ask(t, r, "get", "k")
	var passed atomic.Int64
	proxy.Set(func(_ redistest.Direction, chunk []byte) redistest.Action {
		if strings.Contains(string(chunk), "get") {
			passed.Add(1)
		}
		return redistest.Action{}
	})
	for range 100 {
		if got := ask(t, r, "get", "k"); got.Text != "v" {
			t.Fatalf("got %+v", got)
		}
	}
	if n := passed.Load(); n > 5 { // on a busy machine the cache may have been invalid for a moment
		t.Errorf("%d of 100 reads went to the server", n)
	}
}

// TestClientCacheExpiry forgets a key when its life ends, whether or not Redis has noticed.
func TestClientCacheExpiry(t *testing.T) {
	url := redistest.All()[2].URL(t)
	r := connectWith(t, RedisOptions{URL: url, ClientCache: testCache})
	ask(t, r, "set", "k", "v")
	ask(t, r, "set", "k2", "v")
	ask(t, r, "expireat", "k", time.Now().Add(300*time.Millisecond).UnixMilli())
	end := time.Now().Add(310 * time.Millisecond)
	ask(t, r, "mget", []string{"k", "k2"})
	for time.Now().Before(end) {
		ask(t, r, "get", "k")
		ask(t, r, "mget", []string{"k", "k2"})
	}
	if got := ask(t, r, "get", "k"); got.Kind != ReplyNull {
		t.Errorf("got %+v of an expired key", got)
	}
	if got := ask(t, r, "mget", []string{"k", "k2"}); !got.Missing[0] {
		t.Errorf("got %+v of an expired key", got)
	}
}

// TestClientCacheSize keeps within its size, and what was used last.
func TestClientCacheSize(t *testing.T) {
	url := redistest.All()[2].URL(t)
	r := connectWith(t, RedisOptions{URL: url, ClientCache: 100_000})
	value := strings.Repeat("v", 1000)
	for i := range 300 {
		ask(t, r, "set", strconv.Itoa(i), value)
	}
	for i := range 300 {
		ask(t, r, "get", strconv.Itoa(i))
		ask(t, r, "get", "0")
	}
	s := r.ClientCache()
	if s.Bytes > 100_000 || s.Entries < 20 || s.Entries > 100 || s.Hits < 250 {
		t.Errorf("%+v", s)
	}
	ask(t, r, "set", "huge", strings.Repeat("v", 50_000))
	ask(t, r, "get", "huge")
	if after := r.ClientCache(); after.Entries < s.Entries {
		t.Errorf("a large value displaced %d others", s.Entries-after.Entries)
	}
}

// TestClientCacheStaleness writes through one Redis and reads through another whose connections are cut, delayed and
// silenced all the time. What is read is never older than promised, and never older than what was read before it was
// written by oneself.
func TestClientCacheStaleness(t *testing.T) {
	server := redistest.All()[2].URL(t)
	proxy := redistest.NewProxy(t, server)
	writer := connectWith(t, RedisOptions{URL: server})
	r := connectWith(t, RedisOptions{URL: "redis://" + proxy.Addr() + "?read_timeout=200ms", ClientCache: testCache})
	const keys = 4
	var acked [keys]struct {
		sync.Mutex
		at []time.Time // when the write of a number was acknowledged
	}
	for k := range keys {
		ask(t, writer, "set", "k"+strconv.Itoa(k), "0")
		acked[k].at = []time.Time{time.Now()}
	}
	done := make(chan struct{})
	time.AfterFunc(6*time.Second, func() { close(done) })
	over := func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	}
	var all sync.WaitGroup
	for k := range keys {
		all.Go(func() {
			for n := 1; !over(); n++ {
				ask(t, writer, "set", "k"+strconv.Itoa(k), strconv.Itoa(n))
				acked[k].Lock()
				acked[k].at = append(acked[k].at, time.Now())
				acked[k].Unlock()
				time.Sleep(rand.N(20 * time.Millisecond))
			}
		})
	}
	all.Go(func() { // one who breaks things
		for i := 0; !over(); i++ {
			pause := rand.N(400 * time.Millisecond)
			if i == 6 {
				pause = ClientCacheStaleness + ClientCacheStaleness/4 // in silence
			}
			time.Sleep(pause)
			switch i % 4 {
			case 0:
				proxy.Cut()
			case 1:
				proxy.Set(func(d redistest.Direction, _ []byte) redistest.Action { // silence: changes are not told
					return redistest.Action{Swallow: d == redistest.Reply}
				})
			case 2:
				proxy.Set(func(redistest.Direction, []byte) redistest.Action {
					return redistest.Action{Delay: rand.N(20 * time.Millisecond)}
				})
			default:
				proxy.Set(nil)
			}
		}
		proxy.Set(nil)
		proxy.Cut()
	})
	var oldest atomic.Int64
	var reads, writes atomic.Int64
	for range 4 {
		all.Go(func() {
			for !over() {
				time.Sleep(rand.N(time.Millisecond))
				k := rand.N(keys)
				began := time.Now()
				reply, err := r.Do(t.Context(), request(t, "get", "k"+strconv.Itoa(k)))
				if err != nil {
					continue
				}
				reads.Add(1)
				got, _ := strconv.Atoi(reply.Text)
				acked[k].Lock()
				if got+1 < len(acked[k].at) { // it had been overwritten when the read began, or was while it went on
					age := int64(began.Sub(acked[k].at[got+1]))
					for o := oldest.Load(); age > o && !oldest.CompareAndSwap(o, age); o = oldest.Load() {
					}
				}
				acked[k].Unlock()
			}
		})
	}
	for i := range 4 {
		all.Go(func() {
			own := fmt.Sprintf("own%d", i)
			for n := 1; !over(); n++ {
				value := strconv.Itoa(n)
				if _, err := r.Do(t.Context(), request(t, "set", own, value)); err != nil {
					continue // nobody knows what is there now
				}
				writes.Add(1)
				for range 3 {
					reply, err := r.Do(t.Context(), request(t, "get", own))
					if err == nil && reply.Text != value {
						t.Errorf("wrote %s, then read %s", value, reply.Text)
					}
				}
			}
		})
	}
	all.Wait()
	t.Logf("%d reads, %d own writes, %+v; the oldest value had been overwritten %s before", reads.Load(), writes.Load(), r.ClientCache(), time.Duration(oldest.Load()))
	if age := time.Duration(oldest.Load()); age > ClientCacheStaleness {
		t.Errorf("a value was read %s after it had been overwritten", age)
	}
	if s := r.ClientCache(); s.Hits == 0 || reads.Load() == 0 || writes.Load() == 0 {
		t.Errorf("nothing was read from the cache: %+v", s)
	}
	ask(t, writer, "set", "k0", "last")
	eventually(t, "the cache works again", func() bool {
		before := r.ClientCache().Hits
		reply, err := r.Do(t.Context(), request(t, "get", "k0"))
		return err == nil && reply.Text == "last" && r.ClientCache().Hits > before
	})
}

// TestClientCacheBatch: what a pipeline writes is seen at once.
func TestClientCacheBatch(t *testing.T) {
	r := connectWith(t, RedisOptions{URL: redistest.All()[2].URL(t), ClientCache: testCache})
	for i := range 100 {
		value := strconv.Itoa(i)
		ask(t, r, "get", "k")
		results, err := r.DoBatch(t.Context(), &Batch{Calls: []Request{*request(t, "set", "k", value)}, Atomic: i%2 == 0})
		if err != nil || results[0].Err != nil {
			t.Fatal(err, results)
		}
		if got := ask(t, r, "get", "k"); got.Text != value {
			t.Fatalf("wrote %s, then read %s", value, got.Text)
		}
	}
}

func TestClientCacheRefused(t *testing.T) {
	for _, test := range []struct {
		o    RedisOptions
		want string
	}{
		{RedisOptions{ClientCache: -1}, "-1 bytes"},
		{RedisOptions{URL: redistest.All()[4].URL(t), ClientCache: testCache}, "Cluster"},
		{RedisOptions{URL: fakeServer(t, func(command []string) string {
			if command[0] == "ping" {
				return "+PONG"
			}
			return "-ERR unknown command"
		}), ClientCache: testCache}, "RESP3"},
	} {
		r, err := Connect(t.Context(), test.o)
		if err == nil {
			_ = r.Close()
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
	r := connectWith(t, RedisOptions{ClientCache: testCache}) // the embedded store needs none
	ask(t, r, "set", "k", "v")
	if got := ask(t, r, "get", "k"); got.Text != "v" || r.ClientCache() != (ClientCacheStats{}) {
		t.Errorf("got %+v, %+v", got, r.ClientCache())
	}
	var e *CacheError
	_ = r.Close()
	if _, err := r.Do(t.Context(), request(t, "get", "k")); !errors.As(err, &e) {
		t.Errorf("after Close: %v", err)
	}
}
