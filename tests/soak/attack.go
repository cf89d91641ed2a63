package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"dff/sandbox"
	"dff/tests/hostile"
)

// maxTimeout is the time limit of hostile runs. Some scripts are given longer when they are judged to the letter; here it
// matters that many come and go.
const maxTimeout = 2 * time.Second

// hostileScripts returns the scripts to call, and the directory that they are in.
func hostileScripts(c config) ([]hostile.Script, fs.FS, error) {
	all, files, err := hostile.Scripts()
	if err != nil {
		return nil, nil, err
	}
	all = slices.DeleteFunc(all, func(s hostile.Script) bool { return !strings.HasPrefix(s.Name, c.only) })
	if len(all) == 0 {
		return nil, nil, fmt.Errorf("no hostile script has a name that begins with %q", c.only)
	}
	for i := range all {
		all[i].Timeout = min(all[i].Timeout, maxTimeout)
	}
	return all, files, nil
}

// attack calls hostile scripts at random.
type attack struct {
	all    []hostile.Script
	call   func(ctx context.Context, s *hostile.Script) (ending, error)
	broken *failures

	mu       sync.Mutex
	outcomes map[sandbox.Outcome]int
	latest   time.Duration // how long after its time limit a run ended at most
}

// ending is how a hostile run ended.
type ending struct {
	outcome sandbox.Outcome
	took    time.Duration // with a worker
	err     error         // what the run failed with
}

// run calls scripts from n goroutines until ctx ends.
func (a *attack) run(ctx context.Context, n int) {
	a.outcomes = map[sandbox.Outcome]int{}
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for ctx.Err() == nil {
				script := &a.all[rand.IntN(len(a.all))]
				// Not ended by ctx: its own limits have to do that.
				e, err := a.call(context.WithoutCancel(ctx), script)
				if err != nil {
					a.broken.add("%s: %v", script.Name, err)
					continue
				}
				a.judge(script, e)
			}
		})
	}
	wg.Wait()
}

func (a *attack) judge(script *hostile.Script, e ending) {
	a.mu.Lock()
	a.outcomes[e.outcome]++
	if e.outcome == sandbox.Timeout {
		a.latest = max(a.latest, e.took-script.Timeout)
	}
	a.mu.Unlock()
	// Which of its limits a run meets first is open on a machine that all the others keep busy.
	contained := e.outcome == sandbox.Busy || e.outcome == sandbox.Timeout || e.outcome.IsLimit()
	if !contained && !script.Right(e.outcome) {
		a.broken.add("%s: %s after %v: %.200v", script.Name, e.outcome, e.took, e.err)
	}
}

func (a *attack) report(w io.Writer, c config) {
	fmt.Fprintf(w, "%d hostile scripts, %d callers, %v; %d CPUs\n\n", len(a.all), c.callers, c.duration, goruntime.NumCPU())
	fmt.Fprintln(w, "outcomes of the hostile runs")
	for _, o := range slices.SortedFunc(maps.Keys(a.outcomes), func(p, q sandbox.Outcome) int { return a.outcomes[q] - a.outcomes[p] }) {
		fmt.Fprintf(w, "  %-9s %7d\n", o, a.outcomes[o])
	}
	fmt.Fprintf(w, "  the latest ended %v after its time limit\n\n", a.latest.Round(time.Millisecond))
}

// underAttack has the honest script called while it is quiet, for a tenth of the time, and then under an attack, and
// beside it all the time in a control.
func underAttack(ctx context.Context, c config, a *attack, call callHonest, control *control) *timing {
	t := &timing{control: control}
	phase := func(duration time.Duration, attacked bool) (ours, theirs samples) {
		ctx, cancel := context.WithTimeout(ctx, duration)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() { ours = honest(ctx, c.honest, call, a.broken) })
		wg.Go(func() { theirs = honest(ctx, c.honest, onServer(control.server), a.broken) })
		if attacked {
			a.run(ctx, c.callers)
		}
		wg.Wait()
		return ours, theirs
	}
	t.quiet, control.quiet = phase(c.duration/10, false)
	t.attacked, control.attacked = phase(c.duration, true)
	return t
}
