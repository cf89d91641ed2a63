package main

import (
	"context"

	"dff/bindings"
	"dff/runtime"

	"github.com/redis/go-redis/v9"
)

// pipeline compares batches of 100 calls in one round trip.
func pipeline() *part {
	const size = 100
	n := func(s *stage) int { return s.count(500_000, size) }
	return &part{
		name:    "pipeline",
		title:   "pipeline of 100 × incr, isolation none",
		metrics: []metric{{unit: "calls/s"}},
		aims:    []aim{{against: "go-redis Pipeline", ratio: 0.85}},
		contenders: []contender{
			{"dff", func(ctx context.Context, s *stage) (measure, error) {
				e, err := s.engine(ctx, runtime.InProcess, bindings.RedisOptions{})
				if err != nil {
					return nil, err
				}
				exists, err := e.Run(ctx, runtime.Call{Script: "pipeline", Func: "exists"})
				if err == nil && string(exists.Value) != "true" {
					err = absent("there is no DFF.CACHE.pipeline")
				}
				return rate(n(s), script(e, "pipeline", n(s)/size)), err
			}},
			{"go-redis Pipeline", func(_ context.Context, s *stage) (measure, error) {
				c := s.goRedis(redis.Options{})
				return rate(n(s), func(ctx context.Context) error {
					for range n(s) / size {
						p := c.Pipeline()
						for range size {
							p.Incr(ctx, "go:counter")
						}
						if _, err := p.Exec(ctx); err != nil {
							return err
						}
					}
					return nil
				}), nil
			}},
			redisBenchmark("redis-benchmark -P 100 -c 1", n, "incr", "-P", "100", "-c", "1"),
		},
	}
}
