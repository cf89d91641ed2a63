package main

import (
	"context"
	"encoding/json"
	"strconv"
	"sync/atomic"
	"time"

	"dff/bindings"
	"dff/runtime"
)

// order is the argument of the script order.js.
const order = `{"id":"a-17","lines":[{"price":2.5,"count":4},{"price":10,"count":1},{"price":0.5,"count":20}]}`

// runs compares whole runs of a small script, 16 at once, each in a fresh context.
func runs() *part {
	const atOnce = 16
	n := func(s *stage) int { return s.count(20_000, atOnce) }
	sample := func(n int, wall, cpu float64) []float64 { return []float64{float64(n) / cpu, float64(n) / wall} }
	return &part{
		name:  "runs",
		title: "runs of a small script from Go (JSON in, two calls, JSON out), isolation none",
		metrics: []metric{
			{name: "by CPU time of the host", unit: "runs/s per core"},
			{name: "by the clock, " + strconv.Itoa(atOnce) + " at once", unit: "runs/s"},
		},
		aims: []aim{{against: "node:vm context, ioredis", ratio: 3}},
		contenders: []contender{
			{"dff", func(ctx context.Context, s *stage) (measure, error) {
				e, err := s.engine(ctx, runtime.InProcess, bindings.RedisOptions{})
				run := script(e, "order", json.RawMessage(order))
				return func(ctx context.Context) ([]float64, error) {
					before, err := cpuTime()
					if err != nil {
						return nil, err
					}
					start := time.Now()
					var begun atomic.Int64
					err = together(atOnce, func(int) error {
						for begun.Add(1) <= int64(n(s)) {
							if err := run(ctx); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						return nil, err
					}
					wall := time.Since(start)
					after, err := cpuTime()
					return sample(n(s), wall.Seconds(), (after - before).Seconds()), err
				}, err
			}},
			{"node:vm context, ioredis", func(ctx context.Context, s *stage) (measure, error) {
				l, err := s.startLoop(ctx, "ioredis", "loop.js", "ioredis", "vm")
				return func(context.Context) ([]float64, error) {
					a, err := l.do(n(s))
					return sample(n(s), a.Seconds, a.CPU), err
				}, err
			}},
		},
	}
}
