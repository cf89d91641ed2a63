package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"dff/tests/hostile"
)

// breath is how long a caller of the honest script waits between two calls: it is no load by itself.
const breath = 2 * time.Millisecond

// callHonest calls the honest script for as long as ctx lasts.
type callHonest func(ctx context.Context, n int) (sample, error)

// sample is one call of the honest script that was answered.
type sample struct {
	took   time.Duration
	waited time.Duration // the part of took in which there was no worker for the run
}

// samples are those of one phase.
type samples []sample

// times returns one duration of each sample, sorted.
func (s samples) times(of func(sample) time.Duration) []time.Duration {
	all := make([]time.Duration, len(s))
	for i := range s {
		all[i] = of(s[i])
	}
	slices.Sort(all)
	return all
}

func took(s sample) time.Duration   { return s.took }
func waited(s sample) time.Duration { return s.waited }
func ran(s sample) time.Duration    { return s.took - s.waited }

// at returns the duration that a share p of them took at most.
func at(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(p*float64(len(sorted)-1))]
}

// honest calls the honest script from n goroutines until ctx ends. Calls that were not answered as they should be are broken.
func honest(ctx context.Context, n int, call callHonest, broken *failures) samples {
	var mu sync.Mutex
	var all samples
	var calls atomic.Int64
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			var own samples
			for pause(ctx, breath) {
				s, err := call(context.WithoutCancel(ctx), int(calls.Add(1))) // the last call is answered, too
				if err != nil {
					broken.add("honest: %v", err)
					continue
				}
				own = append(own, s)
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, own...)
		})
	}
	wg.Wait()
	return all
}

// onServer calls the honest script of a server. The samples are what the caller sees.
func onServer(s *server) callHonest {
	return func(ctx context.Context, n int) (sample, error) {
		start := time.Now()
		a, err := s.run(ctx, "honest", n)
		took := time.Since(start)
		if err != nil {
			return sample{}, err
		}
		if a.status != 200 || string(a.Result) != hostile.HonestResult(n) {
			return sample{}, fmt.Errorf("%v", a)
		}
		return sample{took, a.waited()}, nil
	}
}

// control is a host of its own, with the honest script and nothing else. What that is kept waiting there while another host
// is attacked, it is kept waiting by the machine.
type control struct {
	*server
	quiet, attacked samples
}

// startControl starts a control.
func startControl(bin, dir string) (*control, error) {
	dir = filepath.Join(dir, "control")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	_, files, err := hostile.Scripts()
	if err != nil {
		return nil, err
	}
	source, err := fs.ReadFile(files, "honest.js")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "honest.js"), source, 0o600); err != nil {
		return nil, err
	}
	s, err := startServer(bin, dir)
	if err != nil {
		return nil, err
	}
	return &control{server: s}, nil
}

// timing is what the honest script noticed.
type timing struct {
	quiet, attacked samples
	control         *control
}

// promise is how many times its quiet p99 an honest run may take at most, its share of waiting apart.
const promise = 10

func (t *timing) report(w io.Writer) {
	fmt.Fprintf(w, "%-22s %8s %9s %9s %9s\n", "honest script", "calls", "p50", "p99", "longest")
	row := func(name string, s samples, of func(sample) time.Duration) time.Duration {
		sorted := s.times(of)
		p99 := at(sorted, 0.99)
		fmt.Fprintf(w, "  %-20s %8d %9v %9v %9v\n", name, len(s), short(at(sorted, 0.5)), short(p99), short(at(sorted, 1)))
		return p99
	}
	quiet := row("quiet", t.quiet, took)
	attacked := row("attacked", t.attacked, took)
	line := row("  for a worker", t.attacked, waited)
	own := row("  with a worker", t.attacked, ran)
	fmt.Fprintln(w, "the same elsewhere, in a host without hostile scripts")
	alone := row("quiet", t.control.quiet, took)
	cpu := max(0, row("meanwhile", t.control.attacked, took)-alone)
	if quiet == 0 {
		return
	}
	fmt.Fprintf(w, "the p99 is %.1f times what it was, waiting included\n", float64(attacked)/float64(quiet))
	rest := max(0, own-cpu)
	fmt.Fprintf(w, "of it, waiting is %v for a worker and %v for a CPU; without them it is %.1f times what it was: the promise, %d times, is %s\n",
		short(line), short(cpu), float64(rest)/float64(quiet), promise, map[bool]string{true: "kept", false: "NOT KEPT"}[rest <= promise*quiet])
	fmt.Fprintln(w)
}
