package scripts

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Nearest returns up to three of the names that resemble name, nearest first.
func Nearest(name string, names []string) []string {
	type hit struct {
		name     string
		distance int
	}
	var hits []hit
	allowed := min(3, (len(name)+1)/3)
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return []string{n}
		}
		d := allowed + 1
		if len(n) <= len(name)+allowed && len(name) <= len(n)+allowed {
			d = distance(name, n)
		}
		if d <= allowed || strings.EqualFold(path.Base(n), path.Base(name)) { // or the right file in another folder
			hits = append(hits, hit{n, d})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), strings.Compare(a.name, b.name))
	})
	var near []string
	for _, h := range hits[:min(3, len(hits))] {
		near = append(near, h.name)
	}
	return near
}

// distance counts the insertions, deletions, replacements and swaps of neighbours that turn a into b.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}
