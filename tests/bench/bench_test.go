package main

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"dff/tests/redistest"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		samples []float64
		want    spread
	}{
		{[]float64{3}, spread{3, 3, 3}},
		{[]float64{4, 1}, spread{2.5, 1, 4}},
		{[]float64{9, 1, 5}, spread{5, 1, 9}},
		{[]float64{4, 1, 3, 2}, spread{2.5, 1, 4}},
	} {
		before := slices.Clone(c.samples)
		if got := spreadOf(c.samples); got != c.want {
			t.Errorf("spreadOf(%v) = %v, want %v", c.samples, got, c.want)
		}
		if !slices.Equal(before, c.samples) {
			t.Errorf("spreadOf changed %v to %v", before, c.samples)
		}
	}
}

func TestRatios(t *testing.T) {
	if got, want := ratios([]float64{10, 30, 5}, []float64{20, 10}), []float64{0.5, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPercentile(t *testing.T) {
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(100 - i)
	}
	for _, c := range []struct {
		samples []float64
		p, want float64
	}{
		{[]float64{7}, 0.99, 7},
		{[]float64{2, 1}, 0.5, 1},
		{hundred, 0.99, 99},
		{hundred, 1, 100},
		{hundred, 0, 1},
	} {
		if got := percentile(c.samples, c.p); got != c.want {
			t.Errorf("percentile %v of %v: %v, want %v", c.p, c.samples, got, c.want)
		}
	}
}

func TestFormatNumber(t *testing.T) {
	for x, want := range map[float64]string{0.0314: "0.031", 3.14159: "3.14", 31.4159: "31.4", 314.159: "314", 3141.59: "3,142", 31415926: "31,415,926", -1234: "-1,234"} {
		if got := formatNumber(x); got != want {
			t.Errorf("formatNumber(%v) = %q, want %q", x, got, want)
		}
	}
}

// sampled is a part with everything that a table can show.
func sampled() partOutcome {
	return partOutcome{
		part: &part{
			title:   "counting & more",
			metrics: []metric{{unit: "calls/s"}, {name: "p99", unit: "ms", lower: true}},
			aims:    []aim{{against: "slow", ratio: 2}, {against: "slow", metric: 1, ratio: 0.1}, {against: "gone", ratio: 1.5}},
		},
		outcomes: []outcome{
			{name: "dff", samples: [][]float64{{1000, 3000, 2000}, {1, 2, 3}}},
			{name: "slow", samples: [][]float64{{500, 1000, 1000}, {2, 4, 6}}},
			{name: "gone", absent: "not installed"},
		},
	}
}

func TestTable(t *testing.T) {
	want := `| part | contender | median | min – max | unit | ours ÷ it | aim |
|---|---|---:|---:|---|---:|---|
| counting & more | dff | 2,000 | 1,000 – 3,000 | calls/s |  |  |
|  | slow | 1,000 | 500 – 1,000 | calls/s | 2.00 (2.00 – 3.00) | ≥ 2: met |
|  | gone | absent: not installed | | calls/s | | ≥ 1.5 |
| counting & more, p99 | dff | 2.00 | 1.00 – 3.00 | ms |  |  |
|  | slow | 4.00 | 2.00 – 6.00 | ms | 0.50 (0.50 – 0.50) | ≤ 0.1: missed |
|  | gone | absent: not installed | | ms | |  |
`
	if diff := cmp.Diff(want, table([]partOutcome{sampled()})); diff != "" {
		t.Error(diff)
	}
}

// TestTableWithoutOurs: nothing is compared with what was not measured.
func TestTableWithoutOurs(t *testing.T) {
	p := sampled()
	p.outcomes[0] = outcome{name: "dff", absent: "not built"}
	if got := p.row(0, 1); got.ratio != "" || got.aim != "≥ 2" || got.median != 1000 {
		t.Errorf("got %+v", got)
	}
}

func TestPlot(t *testing.T) {
	p := sampled()
	svg := plot([]partOutcome{p, p})
	counts := map[string]int{}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			counts[e.Name.Local]++
		}
	}
	// Of each of four metrics: a title, three names, two bars with their figures, one that says why it is absent.
	want := map[string]int{"svg": 1, "rect": 1 + 4*2, "path": 4 * 2, "text": 4 * (1 + 3 + 2 + 1)}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
}

func TestParseBenchmark(t *testing.T) {
	const head = `"test","rps","avg_latency_ms"` + "\n"
	for _, c := range []struct {
		csv  string
		want float64 // 0: an error
	}{
		{head + `"INCR","1000.50","0.1"` + "\n", 1000.5},
		{head + `"INCR","100.00","0.1"` + "\n" + `"GET","300.00","0.1"` + "\n", 150},
		{head, 0},
		{"", 0},
		{`"INCR","fast","0.1"`, 0},
		{`"INCR","0.00","0.1"`, 0},
	} {
		got, err := parseBenchmark(c.csv)
		if got != c.want || (err != nil) != (c.want == 0) {
			t.Errorf("%q: got %v, %v, want %v", c.csv, got, err, c.want)
		}
	}
}

// TestPartRun: rounds are interleaved and rotate, contenders that are absent do not count, and what was opened is closed.
func TestPartRun(t *testing.T) {
	var calls []string
	fake := func(name string) contender {
		return contender{name, func(_ context.Context, s *stage) (measure, error) {
			s.onClose(func() { calls = append(calls, "close "+name) })
			return func(context.Context) ([]float64, error) {
				calls = append(calls, name)
				return []float64{float64(len(calls))}, nil
			}, nil
		}}
	}
	gone := contender{"gone", func(context.Context, *stage) (measure, error) { return nil, absent("not %s", "here") }}
	p := &part{name: "p", metrics: []metric{{unit: "x"}}, contenders: []contender{fake("a"), gone, fake("b")}}
	o, err := p.run(t.Context(), &stage{settings: &settings{rounds: 2}}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a", "b", "a", "b", "b", "a", "close b", "close a"}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Error(diff)
	}
	if got := o.outcomes[0].samples[0]; !slices.Equal(got, []float64{3, 6}) {
		t.Errorf("samples of a: %v", got)
	}
	if got := o.outcomes[1].absent; got != "not here" {
		t.Errorf("gone is absent because %q", got)
	}

	calls = nil
	broken := errors.New("broken")
	p.contenders = append(p.contenders, contender{"c", func(context.Context, *stage) (measure, error) { return nil, broken }})
	if _, err := p.run(t.Context(), &stage{settings: &settings{rounds: 1}}, io.Discard); !errors.Is(err, broken) || calls[len(calls)-1] != "close a" {
		t.Errorf("got %v, calls %v", err, calls)
	}
}

func TestFlags(t *testing.T) {
	for _, args := range [][]string{{"-parts", "nosuch"}, {"-rounds", "0"}, {"-length", "0"}, {"-length", "NaN"}, {"more"}, {"-nosuch"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}

// TestSmoke measures everything for a moment: each part works, and the peers that are there do.
func TestSmoke(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	redistest.Need(t)
	dir := t.TempDir()
	var out strings.Builder
	if err := run(t.Context(), []string{"-smoke", "-out", dir}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, p := range parts() {
		if !strings.Contains(out.String(), "| "+p.title) {
			t.Errorf("the table has no %q:\n%s", p.title, &out)
		}
	}
}
