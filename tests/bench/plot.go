package main

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// Sizes of the plot, in pixels.
const (
	plotWidth  = 900
	nameWidth  = 310
	barWidth   = 400
	rowHeight  = 20
	headHeight = 34
)

// plot draws a bar for each contender of each part, as SVG: the median as the bar, the lowest and highest as a line.
func plot(parts []partOutcome) string {
	var b strings.Builder
	y := 10
	for _, p := range parts {
		for m := range p.metrics {
			y = plotMetric(&b, &p, m, y)
		}
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" font-family="sans-serif" font-size="12">
<rect width="100%%" height="100%%" fill="white"/>
%s</svg>
`, plotWidth, y+10, b.String())
}

// plotMetric draws one metric of a part from y on and returns where the next one begins.
func plotMetric(b *strings.Builder, p *partOutcome, m, y int) int {
	metric := p.metrics[m]
	title := p.title
	if metric.name != "" {
		title += ", " + metric.name
	}
	better := "more is better"
	if metric.lower {
		better = "less is better"
	}
	fmt.Fprintf(b, `<text x="10" y="%d" font-weight="bold">%s (%s, %s)</text>`+"\n", y+20, escape(title), escape(metric.unit), better)
	y += headHeight
	most := 0.0
	for i := range p.outcomes {
		most = max(most, p.row(m, i).max)
	}
	x := func(v float64) float64 {
		if most == 0 {
			return nameWidth
		}
		return nameWidth + v/most*barWidth
	}
	for i, o := range p.outcomes {
		r := p.row(m, i)
		middle := y + rowHeight/2
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", nameWidth-8, middle+4, escape(o.name))
		if r.absent != "" {
			fmt.Fprintf(b, `<text x="%d" y="%d" fill="#888">absent: %s</text>`+"\n", nameWidth, middle+4, escape(r.absent))
		} else {
			colour := "#9db4c8"
			if i == 0 {
				colour = "#d9622b"
			}
			fmt.Fprintf(b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", nameWidth, y+3, x(r.median)-nameWidth, rowHeight-6, colour)
			fmt.Fprintf(b, `<path d="M%.1f %d H%.1f" stroke="#333"/>`+"\n", x(r.min), middle, x(r.max))
			fmt.Fprintf(b, `<text x="%.1f" y="%d">%s</text>`+"\n", x(r.max)+6, middle+4, formatNumber(r.median))
		}
		y += rowHeight
	}
	return y + 8
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}
