package main

import (
	"context"
	"strconv"

	"dff/bindings"
	"dff/runtime"

	"github.com/redis/go-redis/v9"
)

// callers is how many scripts run at once.
const callers = 200

// concurrent compares many scripts at once with as many connections, goroutines and asynchronous loops.
func concurrent() *part {
	n := func(s *stage) int { return s.count(200_000, 2*callers) }
	// each has every caller make its calls with a key of its own.
	each := func(s *stage, call func(ctx context.Context, key string, turns int) error) measure {
		return rate(n(s), func(ctx context.Context) error {
			return together(callers, func(i int) error { return call(ctx, "mixed"+strconv.Itoa(i), n(s)/callers/2) })
		})
	}
	goRedis := func(name string, o redis.Options) contender {
		return contender{name, func(_ context.Context, s *stage) (measure, error) {
			c := s.goRedis(o)
			return each(s, func(ctx context.Context, key string, turns int) error {
				for range turns {
					if err := c.Incr(ctx, "go:"+key).Err(); err != nil {
						return err
					}
					if err := c.Get(ctx, "go:"+key).Err(); err != nil {
						return err
					}
				}
				return nil
			}), nil
		}}
	}
	return &part{
		name:    "concurrent",
		title:   "200 scripts at once, incr and get in turn, isolation none",
		metrics: []metric{{unit: "calls/s"}},
		aims: []aim{
			{against: "redis-benchmark -c 200", ratio: 3},
			{against: "go-redis, 200 goroutines", ratio: 3},
		},
		contenders: []contender{
			{"dff", func(ctx context.Context, s *stage) (measure, error) {
				e, err := s.engine(ctx, runtime.InProcess, bindings.RedisOptions{})
				return each(s, func(ctx context.Context, key string, turns int) error { return script(e, "mixed", key, turns)(ctx) }), err
			}},
			redisBenchmark("redis-benchmark -c 200", n, "incr,get", "-c", strconv.Itoa(callers)),
			goRedis("go-redis, 200 goroutines", redis.Options{}),
			goRedis("go-redis, 200 goroutines, 200 connections", redis.Options{PoolSize: callers}),
			peerRate("ioredis", "loop.js", n, "ioredis", "mixed"),
			peerRate("bun", "loop.js", n, "bun", "mixed"),
		},
	}
}
