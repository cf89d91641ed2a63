package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"dff/sandbox"
	"dff/tests/hostile"
)

// maxKept is by how much more memory a server may hold after an attack: what the scripts keep in its store, and as much again
// that its garbage collector has not collected.
const maxKept = 512 << 20

// soakServer attacks a dff serve over HTTP and writes its report. It ends early when ctx does.
func soakServer(ctx context.Context, w io.Writer, c config, dir string) (err error) {
	all, files, err := hostileScripts(c)
	if err != nil {
		return err
	}
	scripts := filepath.Join(dir, "scripts")
	if err := os.CopyFS(scripts, files); err != nil {
		return err
	}
	control, err := startControl(c.bin, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, control.stop()) }()
	l := hostile.Limits
	s, err := startServer(c.bin, scripts, "--scopes", "own", "--timeout", maxTimeout.String(), "--memory", sandbox.FormatSize(l.Memory),
		"--max-log", sandbox.FormatSize(l.LogBytes), "--max-result", sandbox.FormatSize(l.ResultBytes),
		"--max-cache", sandbox.FormatSize(l.CacheBytes), "--max-cache-calls", strconv.FormatInt(l.CacheReplies, 10))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()

	broken := &failures{}
	// The server is called from the start, while it checks what it has found.
	starting, cancel := context.WithTimeout(ctx, c.duration/10)
	checking := honest(starting, c.honest, onServer(s), broken)
	cancel()
	if err := s.idle(ctx, c.duration); err != nil {
		return err
	}
	before, err := s.measure(ctx)
	if err != nil {
		return err
	}
	a := &attack{all: all, broken: broken, call: func(ctx context.Context, script *hostile.Script) (ending, error) {
		target := script.Name
		if script.Function != "" {
			target += ":" + script.Function
		}
		start := time.Now()
		r, err := s.run(ctx, target+"?timeout="+script.Timeout.String())
		if err != nil {
			return ending{}, err
		}
		if r.Outcome == "" || (r.status == 200) != (r.Outcome == sandbox.OK) {
			return ending{}, fmt.Errorf("an answer that makes no sense: %v", r)
		}
		return ending{r.Outcome, time.Since(start) - r.waited(), errors.New(r.String())}, nil
	}}
	t := underAttack(ctx, c, a, onServer(s), control)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.idle(ctx, c.duration); err != nil {
		return err
	}
	metrics, err := s.metrics(ctx)
	if err != nil {
		return err
	}
	after, leaked, err := s.leavings(ctx, before, maxKept)
	if err != nil {
		return err
	}
	if leaked != nil {
		broken.add("%v", leaked)
	}

	a.report(w, c)
	t.report(w)
	fmt.Fprintf(w, "while the server checked its scripts, the honest one was called %d times, the longest took %v\n",
		len(checking), short(at(checking.times(took), 1)))
	fmt.Fprintf(w, "server before  %v\n", before)
	fmt.Fprintf(w, "server after   %v\n", after)
	fmt.Fprintf(w, "workers        %.0f started, %.0f replaced\n", metrics["dff_workers_started_total"], metrics["dff_workers_replaced_total"])
	return broken.err()
}
