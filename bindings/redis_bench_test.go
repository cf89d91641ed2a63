package bindings

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"dff/tests/redistest"

	"github.com/redis/go-redis/v9"
)

// BenchmarkGet compares a get through Do with the same get by go-redis alone, on a real server and the embedded store.
func BenchmarkGet(b *testing.B) {
	url := redistest.All()[2].URL(b)
	o, err := redis.ParseURL(url)
	if err != nil {
		b.Fatal(err)
	}
	plain := redis.NewClient(o)
	defer plain.Close()
	server, store := connect(b, url), connect(b, "")
	ask(b, server, "set", "k", "value")
	ask(b, store, "set", "k", "value")
	q := request(b, "get", "k")
	key := server.key(q)
	b.Run("goredis", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := plain.Get(b.Context(), key).Result(); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, r := range map[string]*Redis{"server": server, "embedded": store} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Do(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCachedGet answers a get from the client cache.
func BenchmarkCachedGet(b *testing.B) {
	r := connectWith(b, RedisOptions{URL: redistest.All()[2].URL(b), ClientCache: 1 << 20})
	ask(b, r, "set", "k", "value")
	q := request(b, "get", "k")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Do(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkConnect measures what an embedded store costs a process that makes one call.
func BenchmarkConnect(b *testing.B) {
	q := request(b, "incr", "k", 1)
	for b.Loop() {
		r, err := Connect(b.Context(), RedisOptions{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Do(b.Context(), q); err != nil {
			b.Fatal(err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkConcurrent makes incr and get in turn from many goroutines: with a connection for each call, with shared ones,
// and by go-redis alone.
func BenchmarkConcurrent(b *testing.B) {
	url := redistest.All()[2].URL(b)
	o, err := redis.ParseURL(url)
	if err != nil {
		b.Fatal(err)
	}
	plain := redis.NewClient(o)
	defer plain.Close()
	connect := func(above int) *Redis {
		r, err := Connect(b.Context(), RedisOptions{URL: url, ShareAbove: above})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = r.Close() })
		return r
	}
	do := func(r *Redis) func(i int) error {
		return func(i int) error {
			q := request(b, []string{"incr", "get"}[i%2], "counter", 1)
			_, err := r.Do(b.Context(), q)
			return err
		}
	}
	ways := []struct {
		name string
		call func(i int) error
	}{
		{"goredis", func(i int) error {
			if i%2 == 0 {
				return plain.Incr(b.Context(), "counter").Err()
			}
			return plain.Get(b.Context(), "counter").Err()
		}},
		{"alone", do(connect(-1))},
		{"shared", do(connect(1))},
		{"default", do(connect(0))},
	}
	for _, callers := range []int{1, 2, 4, 8, 16, 32, 64, 200} {
		for _, way := range ways {
			b.Run(fmt.Sprintf("%d/%s", callers, way.name), func(b *testing.B) {
				var left atomic.Int64
				left.Store(int64(b.N))
				var all sync.WaitGroup
				for range callers {
					all.Go(func() {
						for i := 0; left.Add(-1) >= 0; i++ {
							if err := way.call(i); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				all.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
			})
		}
	}
}
