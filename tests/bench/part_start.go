package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// start compares processes from their start to their end, with one incr in between.
func start() *part {
	times := func(s *stage, command func(ctx context.Context) (*exec.Cmd, error)) measure {
		return func(ctx context.Context) ([]float64, error) {
			var samples []float64
			for range s.count(20, 1) {
				cmd, err := command(ctx)
				if err != nil {
					return nil, err
				}
				start := time.Now()
				if out, err := cmd.Output(); err != nil {
					return nil, fmt.Errorf("%s: %w: %s", cmd, err, firstLine(out))
				}
				samples = append(samples, time.Since(start).Seconds()*1000)
			}
			return []float64{spreadOf(samples).median}, nil
		}
	}
	dff := func(name string, flags ...string) contender {
		return contender{name, func(_ context.Context, s *stage) (measure, error) {
			dff, err := s.dff()
			return times(s, func(ctx context.Context) (*exec.Cmd, error) {
				args := append([]string{"run", "--redis", s.url()}, flags...)
				return exec.CommandContext(ctx, dff, append(args, filepath.Join(s.dir, "scripts", "started.js"))...), nil
			}), err
		}}
	}
	peer := func(name, client, file string) contender {
		return contender{name, func(_ context.Context, s *stage) (measure, error) {
			return times(s, func(ctx context.Context) (*exec.Cmd, error) { return s.command(ctx, client, file) }), nil
		}}
	}
	return &part{
		name:    "start",
		title:   "process start to exit, one incr on Redis",
		metrics: []metric{{unit: "ms", lower: true}},
		aims:    []aim{{against: "Bun", ratio: 1.5}, {against: "Node, ioredis", ratio: 0.1}},
		contenders: []contender{
			dff("dff run"),
			dff("dff run --isolation none", "--isolation", "none"),
			peer("Bun", "bun", "start.bun.js"),
			peer("Node, ioredis", "ioredis", "start.ioredis.js"),
			peer("python3, redis-py", "redis-py", "start.py"),
		},
	}
}
