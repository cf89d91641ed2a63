package main

import (
	"context"

	"dff/bindings"
	"dff/runtime"

	"github.com/redis/go-redis/v9"
)

// incr compares one script that counts in a loop with plain clients that do.
func incr(name, title string, isolation runtime.Isolation, aims ...aim) *part {
	n := func(s *stage) int { return s.count(50_000, 1) }
	return &part{
		name:    name,
		title:   title,
		metrics: []metric{{unit: "calls/s"}},
		aims:    aims,
		contenders: []contender{
			{"dff", func(ctx context.Context, s *stage) (measure, error) {
				e, err := s.engine(ctx, isolation, bindings.RedisOptions{})
				return rate(n(s), script(e, "incr", n(s))), err
			}},
			{"go-redis", func(ctx context.Context, s *stage) (measure, error) {
				c := s.goRedis(redis.Options{})
				return rate(n(s), func(ctx context.Context) error {
					for range n(s) {
						if err := c.Incr(ctx, "go:counter").Err(); err != nil {
							return err
						}
					}
					return nil
				}), nil
			}},
			redisBenchmark("redis-benchmark -c 1", n, "incr", "-c", "1"),
			peerRate("redis-py", "loop.py", n),
			peerRate("ioredis", "loop.js", n, "ioredis", "incr"),
			peerRate("node-redis", "loop.js", n, "node-redis", "incr"),
			peerRate("bun", "loop.js", n, "bun", "incr"),
		},
	}
}
