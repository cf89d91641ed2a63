package main

import (
	"math"
	"slices"
)

// spread is what a table shows of the samples of several rounds.
type spread struct{ median, min, max float64 }

// spreadOf returns the spread of at least one sample.
func spreadOf(samples []float64) spread {
	sorted := slices.Sorted(slices.Values(samples))
	n := len(sorted)
	return spread{median: (sorted[(n-1)/2] + sorted[n/2]) / 2, min: sorted[0], max: sorted[n-1]}
}

// ratios divides round by round: what slowed a whole round down does not count.
func ratios(ours, theirs []float64) []float64 {
	r := make([]float64, min(len(ours), len(theirs)))
	for i := range r {
		r[i] = ours[i] / theirs[i]
	}
	return r
}

// percentile returns the sample below which p (0 to 1) of all samples lie, by nearest rank. It sorts samples, of which there
// must be one.
func percentile(samples []float64, p float64) float64 {
	slices.Sort(samples)
	rank := int(math.Ceil(p * float64(len(samples))))
	return samples[min(max(rank, 1), len(samples))-1]
}
