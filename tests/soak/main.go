// Command soak calls all hostile scripts at random, from many goroutines, in one engine, and beside them all the time one
// that is honest. It tells how the runs ended, and what the honest script noticed of it:
//
//	go run ./tests/soak -duration 5m
//
// It fails if the honest script was not answered every time, or if a hostile one ended in another way than it should.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/signal"
	goruntime "runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
	"dff/tests/hostile"
)

// config says how to soak.
type config struct {
	duration time.Duration // of the attack; before it, the honest script runs alone for a tenth of it
	callers  int           // of hostile scripts, at a time
	honest   int           // of the honest script
}

func main() {
	var c config
	flag.DurationVar(&c.duration, "duration", 5*time.Minute, "of the attack")
	flag.IntVar(&c.callers, "callers", 16, "goroutines that call hostile scripts")
	flag.IntVar(&c.honest, "honest", 2, "goroutines that call the honest script")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := soak(ctx, os.Stdout, c); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// soaking is one attack.
type soaking struct {
	engine *runtime.Engine
	all    []hostile.Script

	mu       sync.Mutex
	outcomes map[sandbox.Outcome]int
	latest   time.Duration // how long after its time limit a hostile run ended at most
	wrong    []string
}

// soak carries out the attack and writes its report. It ends early when ctx does.
func soak(ctx context.Context, w io.Writer, c config) (err error) {
	all, dir, err := hostile.Scripts()
	if err != nil {
		return err
	}
	set := scripts.New(dir)
	e, err := runtime.New(runtime.Options{Scripts: func() *scripts.Set { return set }, Isolation: runtime.OutProcess,
		Limits: hostile.Limits, Policy: bindings.OwnScopes()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Shutdown(context.Background())) }()
	s := &soaking{engine: e, all: all, outcomes: map[sandbox.Outcome]int{}}

	quiet, cancel := context.WithTimeout(ctx, c.duration/10)
	defer cancel()
	before := s.honest(quiet, c.honest)
	memory := hostMemory()

	attack, cancel := context.WithTimeout(ctx, c.duration)
	defer cancel()
	var wg sync.WaitGroup
	for range c.callers {
		wg.Go(func() { s.attack(attack) })
	}
	under := s.honest(attack, c.honest)
	wg.Wait()

	status, _ := e.Workers()
	fmt.Fprintf(w, "%d hostile scripts, %d callers, %v; %d CPUs\n\n", len(all), c.callers, c.duration, goruntime.NumCPU())
	fmt.Fprintln(w, "outcomes of the hostile runs")
	for _, o := range slices.SortedFunc(maps.Keys(s.outcomes), func(a, b sandbox.Outcome) int { return s.outcomes[b] - s.outcomes[a] }) {
		fmt.Fprintf(w, "  %-9s %7d\n", o, s.outcomes[o])
	}
	fmt.Fprintf(w, "  the latest ended %v after its time limit\n\n", s.latest.Round(time.Millisecond))
	fmt.Fprintf(w, "honest script %9s %9s %9s %9s\n", "runs", "median", "p99", "longest")
	for _, row := range []struct {
		name  string
		times []time.Duration
	}{{"alone", before}, {"attacked", under}} {
		fmt.Fprintf(w, "  %-11s %9d %9v %9v %9v\n", row.name, len(row.times), at(row.times, 0.5), at(row.times, 0.99), at(row.times, 1))
	}
	if p := at(before, 0.99); p > 0 {
		fmt.Fprintf(w, "  p99 is %.1f times what it was\n", float64(at(under, 0.99))/float64(p))
	}
	fmt.Fprintf(w, "\nhost memory   %v before, %v after\n", memory, hostMemory())
	fmt.Fprintf(w, "workers       %d started for %d runs, %d replaced; killed %v; %d scripts slowed down\n",
		status.Spawned, status.Runs, status.Replaced, status.Killed, len(status.Backoff))
	if len(s.wrong) > 0 {
		return fmt.Errorf("%d runs ended as they should not:\n%s", len(s.wrong), strings.Join(s.wrong[:min(len(s.wrong), 20)], "\n"))
	}
	return nil
}

// attack calls hostile scripts until ctx ends.
func (s *soaking) attack(ctx context.Context) {
	for ctx.Err() == nil {
		script := &s.all[rand.IntN(len(s.all))]
		start := time.Now()
		// Not ended by ctx: its own limits have to do that.
		r, err := s.engine.Run(context.WithoutCancel(ctx), runtime.Call{Script: script.Name, Func: script.Function, Timeout: script.Timeout})
		late := time.Since(start) - script.Timeout
		s.mu.Lock()
		s.outcomes[r.Outcome]++
		if r.Outcome == sandbox.Timeout {
			s.latest = max(s.latest, late)
		}
		// Which of its limits a run meets first is open on a machine that all the others keep busy.
		contained := r.Outcome == sandbox.Busy || r.Outcome == sandbox.Timeout || r.Outcome.IsLimit()
		if !contained && !script.Right(r.Outcome) {
			s.wrong = append(s.wrong, fmt.Sprintf("%s: %s after %v: %.200v", script.Name, r.Outcome, r.Elapsed, err))
		}
		s.mu.Unlock()
	}
}

// honest calls the honest script from n goroutines until ctx ends, and returns what its runs took, sorted.
func (s *soaking) honest(ctx context.Context, n int) []time.Duration {
	var all []time.Duration
	var calls atomic.Int64
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			var times []time.Duration
			for ctx.Err() == nil {
				n := int(calls.Add(1))
				start := time.Now()
				r, err := s.engine.Run(context.WithoutCancel(ctx), runtime.Call{Script: "honest", Args: []any{n}})
				times = append(times, time.Since(start))
				if err != nil || string(r.Value) != hostile.HonestResult(n) {
					s.mu.Lock()
					s.wrong = append(s.wrong, fmt.Sprintf("honest: %s: %s %v", r.Outcome, r.Value, err))
					s.mu.Unlock()
				}
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			all = append(all, times...)
		})
	}
	wg.Wait()
	slices.Sort(all)
	return all
}

// at returns the time that a share p of the runs took at most.
func at(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(p*float64(len(sorted)-1))].Round(10 * time.Microsecond)
}

// hostMemory says how much memory this process holds.
func hostMemory() string {
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	text := fmt.Sprintf("heap %d MiB", m.HeapAlloc>>20)
	statm, err := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(statm)); err == nil && len(fields) > 1 {
		pages, _ := strconv.Atoi(fields[1])
		text += fmt.Sprintf(", resident %d MiB", pages*os.Getpagesize()>>20)
	}
	return text
}
