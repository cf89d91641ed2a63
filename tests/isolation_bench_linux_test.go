package tests

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dff/runtime"
	"dff/sandbox"
)

// BenchmarkIsolation tells what running in a worker process costs:
//
//	go test ./tests -run '^$' -bench Isolation -benchtime 2s
//
// Its figures are medians. Where two ways are compared, they take turns, so that a busy machine is busy for both: then the
// difference still means something, and "times" even more.
func BenchmarkIsolation(b *testing.B) {
	const calls = 200
	files := map[string]string{
		"empty.js": "exports.main = () => 1",
		"fifty.js": strings.Repeat("exports.f = (items, limit) => {\n  const seen = new Map()\n  for (const item of items) {\n    seen.set(item, limit)\n  }\n}\n", 8) +
			"exports.main = o => { exports.f([1, 2, 3], 4); return { id: o.id, n: [1, 2, 3].map(x => x * 2) } }",
		"cache.js": fmt.Sprintf("exports.main = () => { for (let i = 0; i < %d; i++) DFF.CACHE.get('k') }", calls),
		"hang.js":  "exports.main = () => [].includes.call({ length: 2 ** 53 - 1 }, 1)",
	}
	args := []any{map[string]any{"id": 7}}
	run := func(b *testing.B, e *runtime.Engine, script string) time.Duration {
		start := time.Now()
		if _, err := e.Run(b.Context(), runtime.Call{Script: script, Args: args}); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	compare := func(b *testing.B, script string, per int) {
		none, process := benchmarkEngine(b, runtime.InProcess, files), benchmarkEngine(b, runtime.OutProcess, files)
		var times [2][]time.Duration
		for b.Loop() {
			times[0] = append(times[0], run(b, none, script)/time.Duration(per))
			times[1] = append(times[1], run(b, process, script)/time.Duration(per))
		}
		in, out := median(times[0]), median(times[1])
		report(b, "µs", in, "none", out, "process", out-in, "added")
		b.ReportMetric(float64(out)/float64(in), "times")
	}
	b.Run("empty run", func(b *testing.B) { compare(b, "empty", 1) })
	b.Run("run of fifty lines", func(b *testing.B) { compare(b, "fifty", 1) })
	b.Run("cache call", func(b *testing.B) { compare(b, "cache", calls) })
	b.Run("cold start", func(b *testing.B) {
		p, err := sandbox.NewPool(sandbox.PoolOptions{Size: 1, Spare: -1})
		if err != nil {
			b.Fatal(err)
		}
		defer p.Close(context.Background())
		var times []time.Duration
		for b.Loop() {
			start := time.Now()
			l, err := p.Acquire(b.Context(), "a")
			if err != nil {
				b.Fatal(err)
			}
			times = append(times, time.Since(start))
			l.Release(false)
		}
		report(b, "ms", median(times), "ready")
	})
	b.Run("idle worker", func(b *testing.B) {
		e := benchmarkEngine(b, runtime.OutProcess, files)
		var sizes []int
		for b.Loop() {
			run(b, e, "empty")
			for _, pid := range workerPIDs(b) {
				sizes = append(sizes, residentPages(pid)*os.Getpagesize())
			}
		}
		if len(sizes) > 0 {
			slices.Sort(sizes)
			b.ReportMetric(float64(sizes[len(sizes)/2])/(1<<20), "MiB-resident")
		}
		b.ReportMetric(0, "ns/op")
	})
	b.Run("kill", func(b *testing.B) {
		e := benchmarkEngine(b, runtime.OutProcess, files)
		const timeout = 50 * time.Millisecond
		var late []time.Duration
		for i := 0; b.Loop(); i++ {
			// A script that is killed again and again is slowed down, so each run is of another.
			start := time.Now()
			r, err := e.Run(b.Context(), runtime.Call{Script: fmt.Sprintf("hang%d", i%hangs), Timeout: timeout})
			if r.Outcome != sandbox.Timeout {
				b.Fatal(r.Outcome, err)
			}
			late = append(late, time.Since(start)-timeout)
		}
		report(b, "ms", median(late), "late", late[int(0.99*float64(len(late)-1))], "late-p99")
	})
}

// hangs is how many scripts hang.
const hangs = 1000

func benchmarkEngine(b *testing.B, isolation runtime.Isolation, files map[string]string) *runtime.Engine {
	b.Helper()
	all := maps.Clone(files)
	for i := range hangs {
		all[fmt.Sprintf("hang%d.js", i)] = files["hang.js"]
	}
	e := newEngine(b, runtime.Options{Isolation: isolation}, all)
	for name := range files { // starts a worker, compiles
		if name != "hang.js" {
			if _, err := e.Run(b.Context(), runtime.Call{Script: strings.TrimSuffix(name, ".js"), Args: []any{map[string]any{"id": 7}}}); err != nil {
				b.Fatal(err)
			}
		}
	}
	return e
}

// median sorts the times.
func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

// report reports times and their names in place of the time of a loop.
func report(b *testing.B, unit string, figures ...any) {
	divisor := map[string]time.Duration{"µs": time.Microsecond, "ms": time.Millisecond}[unit]
	for i := 0; i < len(figures); i += 2 {
		b.ReportMetric(float64(figures[i].(time.Duration))/float64(divisor), unit+"-"+figures[i+1].(string))
	}
	b.ReportMetric(0, "ns/op")
}

// residentPages returns how much memory a process occupies; 0 if that is not known.
func residentPages(pid int) int {
	statm, _ := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	fields := strings.Fields(string(statm))
	if len(fields) < 2 {
		return 0
	}
	n, _ := strconv.Atoi(fields[1])
	return n
}
