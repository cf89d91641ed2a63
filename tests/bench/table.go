package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// table writes all parts as one Markdown table.
func table(parts []partOutcome) string {
	var b strings.Builder
	b.WriteString("| part | contender | median | min – max | unit | ours ÷ it | aim |\n|---|---|---:|---:|---|---:|---|\n")
	for _, p := range parts {
		for m, metric := range p.metrics {
			title := p.title
			if metric.name != "" {
				title += ", " + metric.name
			}
			for i, o := range p.outcomes {
				if i > 0 {
					title = ""
				}
				writeRow(&b, title, metric.unit, p.row(m, i), o.name)
			}
		}
	}
	return b.String()
}

func writeRow(b *strings.Builder, title, unit string, r row, name string) {
	if r.absent != "" {
		fmt.Fprintf(b, "| %s | %s | absent: %s | | %s | | %s |\n", title, name, r.absent, unit, r.aim)
		return
	}
	fmt.Fprintf(b, "| %s | %s | %s | %s – %s | %s | %s | %s |\n",
		title, name, formatNumber(r.median), formatNumber(r.min), formatNumber(r.max), unit, r.ratio, r.aim)
}

// row is what is known of one contender by one metric.
type row struct {
	absent string
	spread
	ratio string // of ours to it; "" where there is none
	aim   string
}

func (p *partOutcome) row(m, i int) row {
	o, ours := &p.outcomes[i], &p.outcomes[0]
	r := row{absent: o.absent}
	comparable := i > 0 && o.absent == "" && ours.absent == "" && len(p.aims) > 0
	var ratio float64
	if o.absent == "" {
		r.spread = spreadOf(o.samples[m])
	}
	if comparable {
		s := spreadOf(ratios(ours.samples[m], o.samples[m]))
		ratio = s.median
		r.ratio = fmt.Sprintf("%s (%s – %s)", formatRatio(s.median), formatRatio(s.min), formatRatio(s.max))
	}
	for _, a := range p.aims {
		if a.against != o.name || a.metric != m {
			continue
		}
		sign, verdict := "≥", ""
		if p.metrics[m].lower {
			sign = "≤"
		}
		if comparable {
			verdict = ": missed"
			if a.met(ratio, p.metrics[m].lower) {
				verdict = ": met"
			}
		}
		r.aim = fmt.Sprintf("%s %s%s", sign, strconv.FormatFloat(a.ratio, 'f', -1, 64), verdict)
	}
	return r
}

// formatNumber writes a figure with three or four digits that count, and commas between thousands.
func formatNumber(x float64) string {
	digits := 0
	switch a := math.Abs(x); {
	case a < 1:
		digits = 3
	case a < 10:
		digits = 2
	case a < 100:
		digits = 1
	}
	s := strconv.FormatFloat(x, 'f', digits, 64)
	if digits > 0 {
		return s
	}
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

func formatRatio(x float64) string {
	if x < 0.1 {
		return strconv.FormatFloat(x, 'f', 3, 64)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}
