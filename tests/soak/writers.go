package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// liveWithin is how soon after the last save all scripts have to answer with what was saved last.
const liveWithin = 10 * time.Second

// maxGrowth is by how much memory a server may have grown that has reloaded scripts.
const maxGrowth = 64 << 20

// call is one call of a script.
type call struct {
	script   *script
	from, to time.Time
	answer   *answer
}

// result is what each script returns.
type result struct {
	Script string `json:"script"`
	Serial int    `json:"serial"`
	Shared int    `json:"shared"`
}

// writing is one soak.
type writing struct {
	*server
	*records
	broken  *failures
	calm    []*unit
	written []*unit
	callers int
}

// soakWriters saves and breaks the scripts of a dff serve and writes its report. It ends early when ctx does.
func soakWriters(ctx context.Context, w io.Writer, c config, dir string) (err error) {
	r := &records{contents: map[string]content{}, gone: map[string][]span{}, emptied: map[string][]span{}, saves: map[string]int{}}
	first := &writer{records: r, dir: filepath.Join(dir, "scripts")}
	calm, written, err := makeUnits(first)
	if err != nil {
		return err
	}
	s, err := startServer(c.bin, first.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	if err := s.idle(ctx, startTimeout); err != nil {
		return err
	}
	clear(r.gone) // what the first contents have replaced
	clear(r.emptied)

	p := &writing{server: s, records: r, broken: &failures{}, calm: calm, written: written, callers: c.callers}
	following, stop := context.WithCancel(ctx)
	defer stop()
	h, followed, err := s.follow(following)
	if err != nil {
		return err
	}
	warm, cancel := context.WithTimeout(ctx, c.duration/10)
	calls := p.call(warm)
	cancel()
	before, err := s.measure(ctx)
	if err != nil {
		return err
	}

	r.began = time.Now()
	writing, cancel := context.WithTimeout(ctx, c.duration)
	defer cancel()
	var wg sync.WaitGroup
	for i := range c.writers {
		wg.Go(func() {
			p.write(writing, &writer{records: r, dir: first.dir, away: filepath.Join(dir, fmt.Sprintf("away%d", i))})
		})
	}
	calls = append(calls, p.call(writing)...)
	wg.Wait()

	settled, settleErr := p.settle(ctx, first)
	stop()
	if err := errors.Join(<-followed, settleErr, ctx.Err()); err != nil {
		return err
	}
	if err := s.idle(ctx, startTimeout); err != nil {
		return err
	}
	after, leaked, err := s.leavings(ctx, before, maxGrowth)
	if err != nil {
		return err
	}
	if leaked != nil {
		p.broken.add("%v", leaked)
	}
	lags := h.judge(r, p.broken)
	excused := p.judge(h, calls)

	fmt.Fprintf(w, "%d scripts, %d writers, %d callers, %v\n\nsaves\n", len(h.live), c.writers, c.callers, c.duration)
	saves := 0
	for _, name := range slices.Sorted(maps.Keys(r.saves)) {
		fmt.Fprintf(w, "  %-40s %6d\n", name, r.saves[name])
		saves += r.saves[name]
	}
	fmt.Fprintf(w, "  %-40s %6d, of them %d of what cannot be compiled\n\n", "all", saves+r.broken, r.broken)
	fmt.Fprintf(w, "reloads        %d; %d of them took half of a folder that was replaced\n", len(h.sets)-1, h.halves(r, written))
	for _, storm := range []bool{false, true} {
		l := lags[storm]
		fmt.Fprintf(w, "until live     %v (p50), %v (p99), %v at most %s\n", short(at(l, 0.5)), short(at(l, 0.99)), short(at(l, 1)),
			map[bool]string{false: "for what was saved between storms", true: "for what was saved in a storm"}[storm])
	}
	fmt.Fprintf(w, "calls          %d; %d of files that were gone\n", len(calls), excused)
	fmt.Fprintf(w, "after the end  every script answered with its last content within %v\n", settled.Round(time.Millisecond))
	fmt.Fprintf(w, "server before  %v\n", before)
	fmt.Fprintf(w, "server after   %v\n", after)
	return p.broken.err()
}

// write saves scripts until ctx ends.
func (p *writing) write(ctx context.Context, w *writer) {
	if err := os.Mkdir(w.away, 0o755); err != nil {
		p.broken.add("a writer cannot go on: %v", err)
		return
	}
	for pause(ctx, time.Duration(rand.Int64N(int64(w.rest(time.Now()))))) {
		u := p.written[rand.IntN(len(p.written))]
		if !u.mu.TryLock() {
			continue // somebody else writes it
		}
		err := w.save(u)
		u.mu.Unlock()
		if err != nil {
			p.broken.add("a writer cannot go on: %v", err)
			return
		}
	}
}

// call calls scripts at random until ctx ends, and returns the calls that were answered.
func (p *writing) call(ctx context.Context) []call {
	all := slices.Concat(p.calm, p.written)
	var mu sync.Mutex
	var calls []call
	var wg sync.WaitGroup
	for range p.callers {
		wg.Go(func() {
			var own []call
			for pause(ctx, breath) {
				u := all[rand.IntN(len(all))]
				c := call{script: u.scripts[rand.IntN(len(u.scripts))]}
				var err error
				c.from = time.Now()
				c.answer, err = p.run(context.WithoutCancel(ctx), c.script.name)
				c.to = time.Now()
				if err != nil {
					p.broken.add("%s: %v", c.script.name, err)
					continue
				}
				own = append(own, c)
			}
			mu.Lock()
			defer mu.Unlock()
			calls = append(calls, own...)
		})
	}
	wg.Wait()
	return calls
}

// settle saves every script once more, and waits until each answers with that. It returns how long that took.
func (p *writing) settle(ctx context.Context, w *writer) (time.Duration, error) {
	for _, u := range p.written {
		for _, s := range u.scripts {
			if err := w.atOnce(s); err != nil {
				return 0, err
			}
		}
	}
	start := time.Now()
	for _, u := range slices.Concat(p.calm, p.written) {
		for _, s := range u.scripts {
			for {
				a, err := p.run(ctx, s.name)
				if err != nil {
					return 0, err
				}
				var got result
				if a.status == 200 && json.Unmarshal(a.Result, &got) == nil && got == s.result() {
					break
				}
				if time.Since(start) > liveWithin {
					p.broken.add("%v after the last save, %s answers %v", liveWithin, s.name, a)
					break
				}
				pause(ctx, 10*time.Millisecond)
			}
		}
	}
	return time.Since(start), nil
}

// result is what a script returns as it was saved last.
func (s *script) result() result {
	r := result{Script: s.name, Serial: s.serial}
	if s.shared != nil {
		r.Shared = s.shared.serial
	}
	return r
}

// judge looks whether each call was answered by what was live at some moment of it. It returns how many calls failed because
// a file was gone.
func (p *writing) judge(h *history, calls []call) (excused int) {
	versions := map[string][2]string{} // the versions of a script and its module that are behind that of a run
	for i := range calls {
		c := &calls[i]
		first, last := h.during(c.from, c.to)
		found := false
		for set := first; set <= last && !found; set++ {
			found = p.matches(c, h, set, versions)
		}
		switch {
		case !found:
			var live []state
			for set := first; set <= last; set++ {
				live = append(live, h.at(c.script.name, set))
				if c.script.shared != nil {
					live = append(live, h.at(c.script.shared.name, set))
				}
			}
			p.broken.add("%s answered %v version %s, from %v to %v, when %v was live", c.script.name, c.answer, c.answer.Version, c.from, c.to, live)
		case c.answer.status != 200:
			excused++
		}
	}
	return excused
}

// matches reports whether a call's answer is right for a Set.
func (p *writing) matches(c *call, h *history, set int, versions map[string][2]string) bool {
	live := h.at(c.script.name, set)
	switch {
	case live == state{}:
		return c.answer.status == 404
	case live.Version == "":
		return c.answer.status == 422
	case live.Version == emptyVersion:
		return c.answer.status == 200 && string(c.answer.Result) == "null" && c.answer.Version == emptyVersion
	}
	want := result{Script: c.script.name, Serial: p.contents[live.Version].serial}
	behind := [2]string{live.Version}
	if c.script.shared != nil {
		shared := h.at(c.script.shared.name, set)
		if shared.Version == "" || shared.Version == emptyVersion {
			return c.answer.status == 422
		}
		want.Shared, behind[1] = p.contents[shared.Version].serial, shared.Version
	} else if c.answer.Version != live.Version {
		return false
	}
	var got result
	if c.answer.status != 200 || json.Unmarshal(c.answer.Result, &got) != nil || got != want {
		return false
	}
	if known, ok := versions[c.answer.Version]; ok && known != behind {
		return false // one version stands for one state of all files
	}
	versions[c.answer.Version] = behind
	return true
}
