package main

import (
	"context"
	"reflect"

	"dff/bindings"
	"dff/runtime"
)

// hot compares reads that are answered from the host's memory with those that go to Redis.
func hot() *part {
	get := func(n int, options func() (bindings.RedisOptions, error)) func(context.Context, *stage) (measure, error) {
		return func(ctx context.Context, s *stage) (measure, error) {
			o, err := options()
			if err != nil {
				return nil, err
			}
			e, err := s.engine(ctx, runtime.InProcess, o)
			if err != nil {
				return nil, err
			}
			n := s.count(n, 1)
			_, err = e.Run(ctx, runtime.Call{Script: "hot", Func: "fill"})
			return rate(n, script(e, "hot", n)), err
		}
	}
	return &part{
		name:    "hot",
		title:   "hot get with client cache, isolation none",
		metrics: []metric{{unit: "calls/s"}},
		aims:    []aim{{against: "dff, plain get", ratio: 20}},
		contenders: []contender{
			{"dff, client cache", get(1_000_000, clientCache)},
			{"dff, plain get", get(50_000, func() (bindings.RedisOptions, error) { return bindings.RedisOptions{}, nil })},
		},
	}
}

// clientCache returns options with a client cache of 64 MiB, if there is such a thing.
func clientCache() (o bindings.RedisOptions, err error) {
	field := reflect.ValueOf(&o).Elem().FieldByName("ClientCache")
	if !field.IsValid() || !field.CanInt() {
		return o, absent("there is no client cache")
	}
	field.SetInt(64 << 20)
	return o, nil
}
