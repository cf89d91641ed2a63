package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// A part is one comparison: contenders that do the same in their own ways.
type part struct {
	name       string
	title      string
	metrics    []metric
	aims       []aim
	setup      func(ctx context.Context, s *stage) error // before the contenders are opened; nil for nothing
	contenders []contender                               // ours first: the others' ratios are to it
}

// A metric is one figure that every contender of a part gives.
type metric struct {
	name  string // "" for the only one
	unit  string
	lower bool // lower is better
}

// An aim is what the ratio of ours to a contender should be.
type aim struct {
	against string
	metric  int // index in metrics
	ratio   float64
}

// met reports whether a ratio reaches the aim.
func (a aim) met(ratio float64, lower bool) bool {
	if lower {
		return ratio <= a.ratio
	}
	return ratio >= a.ratio
}

// A contender is one way of doing what a part measures.
type contender struct {
	name string
	// open prepares it. What has to be undone goes to stage.onClose. An *absentError says that it is not there.
	open func(ctx context.Context, s *stage) (measure, error)
}

// measure carries out the work of one round and returns one sample for each metric.
type measure func(ctx context.Context) ([]float64, error)

// absentError says why a contender cannot be measured here.
type absentError struct{ reason string }

func (e *absentError) Error() string { return e.reason }

func absent(format string, args ...any) error { return &absentError{fmt.Sprintf(format, args...)} }

// outcome is what came of a contender.
type outcome struct {
	name    string
	absent  string      // why it was not measured; "" if it was
	samples [][]float64 // by metric, then by round
}

// partOutcome is what came of a part.
type partOutcome struct {
	*part
	outcomes []outcome // as part.contenders
}

// stage is what the contenders of a part have in common: the settings and a list of what is to be undone.
type stage struct {
	*settings
	redis string // host:port of a server of the bench's own
	undo  []func()
}

// onClose has f called, last in first out, when the part is over.
func (s *stage) onClose(f func()) { s.undo = append(s.undo, f) }

func (s *stage) close() {
	for _, f := range slices.Backward(s.undo) {
		f()
	}
	s.undo = nil
}

// url is the address of the server.
func (s *stage) url() string { return "redis://" + s.redis }

// count scales a number of operations by the length of the measurement. It is a multiple of unit, and at least unit.
func (s *stage) count(n, unit int) int {
	return max(int(float64(n)*s.length)/unit, 1) * unit
}

// run carries out one part.
func (p *part) run(ctx context.Context, s *stage, progress io.Writer) (partOutcome, error) {
	defer s.close()
	if p.setup != nil {
		if err := p.setup(ctx, s); err != nil {
			return partOutcome{}, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	result := partOutcome{part: p, outcomes: make([]outcome, len(p.contenders))}
	measures := make([]measure, len(p.contenders))
	for i, c := range p.contenders {
		o := &result.outcomes[i]
		o.name, o.samples = c.name, make([][]float64, len(p.metrics))
		m, err := c.open(ctx, s)
		if err == nil {
			_, err = m(ctx) // warms up: compilers, connections, caches
		}
		var missing *absentError
		switch {
		case errors.As(err, &missing):
			o.absent = missing.reason
		case err != nil:
			return result, fmt.Errorf("%s: %s: %w", p.name, c.name, err)
		default:
			measures[i] = m
		}
	}
	for round := range s.rounds {
		for k := range measures {
			i := (round + k) % len(measures)
			if measures[i] == nil {
				continue
			}
			sample, err := measures[i](ctx)
			if err != nil {
				return result, fmt.Errorf("%s: %s: round %d: %w", p.name, p.contenders[i].name, round+1, err)
			}
			o := &result.outcomes[i]
			for m := range p.metrics {
				o.samples[m] = append(o.samples[m], sample[m])
			}
			fmt.Fprintf(progress, "%s %d/%d %s: %s\n", p.name, round+1, s.rounds, o.name, strings.Join(p.format(sample), ", "))
		}
	}
	return result, nil
}

func (p *part) format(sample []float64) []string {
	var texts []string
	for i, m := range p.metrics {
		texts = append(texts, formatNumber(sample[i])+" "+m.unit)
	}
	return texts
}

// rate measures work that consists of n operations, as operations per second.
func rate(n int, work func(ctx context.Context) error) measure {
	return func(ctx context.Context) ([]float64, error) {
		start := time.Now()
		if err := work(ctx); err != nil {
			return nil, err
		}
		return []float64{float64(n) / time.Since(start).Seconds()}, nil
	}
}

// together calls f with 0 to n-1 at once, waits, and returns what went wrong.
func together(n int, f func(i int) error) error {
	var all sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		all.Go(func() { errs[i] = f(i) })
	}
	all.Wait()
	return errors.Join(errs...)
}
