package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dff/bindings"
	"dff/runtime"

	"github.com/redis/go-redis/v9"
)

// keys compares the keys of one scope among many with a bare loop of the same commands.
func keys() *part {
	const few = 1000
	return &part{
		name:    "keys",
		title:   "keys('*') of 1,000 keys among 1,000,000",
		metrics: []metric{{unit: "ms", lower: true}},
		aims:    []aim{{against: "bare SCAN loop", ratio: 1.1}},
		setup: func(ctx context.Context, s *stage) (err error) {
			if s.redis, err = startRedis(s.onClose); err != nil {
				return err
			}
			e, err := s.engine(ctx, runtime.InProcess, bindings.RedisOptions{})
			if err != nil {
				return err
			}
			if _, err := e.Run(ctx, runtime.Call{Script: "keys", Func: "fill", Args: []any{few}}); err != nil {
				return err
			}
			c := s.goRedis(redis.Options{})
			for first := range s.count(1_000_000, few) / few {
				pairs := make([]any, 0, 2*few)
				for i := range few {
					pairs = append(pairs, "dff:{other}:key"+strconv.Itoa(first*few+i), i)
				}
				if err := c.MSet(ctx, pairs...).Err(); err != nil {
					return err
				}
			}
			return nil
		},
		contenders: []contender{
			{"dff", func(ctx context.Context, s *stage) (measure, error) {
				e, err := s.engine(ctx, runtime.InProcess, bindings.RedisOptions{})
				return milliseconds(func(ctx context.Context) error {
					result, err := e.Run(ctx, runtime.Call{Script: "keys"})
					if err == nil && string(result.Value) != strconv.Itoa(few) {
						err = fmt.Errorf("found %s keys", result.Value)
					}
					return err
				}), err
			}},
			{"bare SCAN loop", func(ctx context.Context, s *stage) (measure, error) {
				c := s.goRedis(redis.Options{})
				match, count, err := s.scanned(ctx, c)
				return milliseconds(func(ctx context.Context) error {
					found := 0
					for cursor := uint64(0); ; {
						var page []string
						var err error
						if page, cursor, err = c.Scan(ctx, cursor, match, count).Result(); err != nil {
							return err
						}
						found += len(page)
						if cursor == 0 {
							break
						}
					}
					if found < few {
						return fmt.Errorf("found %d keys", found)
					}
					return nil
				}), err
			}},
		},
	}
}

// scanned returns the MATCH and COUNT of the SCAN that DFF.CACHE.keys sends.
func (s *stage) scanned(ctx context.Context, c *redis.Client) (match string, count int64, err error) {
	e, err := s.engine(ctx, runtime.InProcess, bindings.RedisOptions{})
	if err != nil {
		return "", 0, err
	}
	const setting = "slowlog-log-slower-than"
	before, err := c.ConfigGet(ctx, setting).Result()
	if err != nil {
		return "", 0, err
	}
	if err := c.ConfigSet(ctx, setting, "0").Err(); err != nil {
		return "", 0, err
	}
	if _, err := e.Run(ctx, runtime.Call{Script: "keys"}); err != nil {
		return "", 0, err
	}
	if err := c.ConfigSet(ctx, setting, before[setting]).Err(); err != nil {
		return "", 0, err
	}
	logged, err := c.SlowLogGet(ctx, -1).Result()
	if err != nil {
		return "", 0, err
	}
	for _, entry := range logged {
		if !strings.EqualFold(entry.Args[0], "scan") {
			continue
		}
		option := func(name string) string {
			if i := slices.IndexFunc(entry.Args, func(arg string) bool { return strings.EqualFold(arg, name) }); i >= 0 {
				return entry.Args[i+1]
			}
			return ""
		}
		count, err = strconv.ParseInt(option("count"), 10, 64)
		return option("match"), count, err
	}
	return "", 0, fmt.Errorf("keys() sent no SCAN")
}

// milliseconds measures how long work takes.
func milliseconds(work func(ctx context.Context) error) measure {
	return func(ctx context.Context) ([]float64, error) {
		start := time.Now()
		err := work(ctx)
		return []float64{time.Since(start).Seconds() * 1000}, err
	}
}
