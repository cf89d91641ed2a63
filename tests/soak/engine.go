package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	goruntime "runtime"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/scripts"
	"dff/tests/hostile"
)

// soakEngine attacks an engine in this process and writes its report. It ends early when ctx does.
func soakEngine(ctx context.Context, w io.Writer, c config, dir string) (err error) {
	all, files, err := hostileScripts(c)
	if err != nil {
		return err
	}
	control, err := startControl(c.bin, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, control.stop()) }()
	set := scripts.New(files)
	e, err := runtime.New(runtime.Options{Scripts: func() *scripts.Set { return set }, Isolation: runtime.OutProcess,
		Limits: hostile.Limits, Policy: bindings.OwnScopes()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Shutdown(context.Background())) }()

	broken := &failures{}
	a := &attack{all: all, broken: broken, call: func(ctx context.Context, s *hostile.Script) (ending, error) {
		r, err := e.Run(ctx, runtime.Call{Script: s.Name, Func: s.Function, Timeout: s.Timeout})
		return ending{r.Outcome, r.Elapsed - r.Waited, err}, nil
	}}
	memory := hostMemory()
	t := underAttack(ctx, c, a, func(ctx context.Context, n int) (sample, error) {
		r, err := e.Run(ctx, runtime.Call{Script: "honest", Args: []any{n}})
		if err == nil && string(r.Value) != hostile.HonestResult(n) {
			err = fmt.Errorf("it returned %s", r.Value)
		}
		return sample{r.Elapsed, r.Waited}, err
	}, control)

	status, _ := e.Workers()
	a.report(w, c)
	t.report(w)
	fmt.Fprintf(w, "host memory   %s before, %s after\n", memory, hostMemory())
	fmt.Fprintf(w, "workers       %d started for %d runs, %d replaced; killed %v; %d scripts slowed down\n",
		status.Spawned, status.Runs, status.Replaced, status.Killed, len(status.Backoff))
	return broken.err()
}

// hostMemory says how much memory this process holds.
func hostMemory() string {
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return fmt.Sprintf("heap %d MiB, resident %d MiB", m.HeapAlloc>>20, resident("self")>>20)
}

// short is a duration as a report shows it.
func short(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }
