package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"
)

// state is what a server knows of a script; the zero value is that of one that is not there.
type state struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Status  string `json:"status"`
}

// reload is an event of the server: another Set is live.
type reload struct {
	Time    time.Time `json:"time"` // a little after it became live
	Changed []state   `json:"changed"`
	Removed []string  `json:"removed"`
}

// history is which versions of which scripts were live at what time. It is safe for concurrent use.
type history struct {
	mu    sync.Mutex
	times []time.Time // when it was said that each Set is live; the zero time for the first
	live  map[string][]change
	sets  []*reload // what each Set changed
}

// change is a script's state from a Set on.
type change struct {
	set   int
	state state
}

// at returns the state of a script in a Set.
func (h *history) at(name string, set int) state {
	changes := h.live[name]
	i := sort.Search(len(changes), func(i int) bool { return changes[i].set > set })
	if i == 0 {
		return state{}
	}
	return changes[i-1].state
}

// during returns the first and the last Set that can have been live at some moment between two times. A Set became live after the
// one before it was announced, and before it was announced itself.
func (h *history) during(from, to time.Time) (first, last int) {
	first = sort.Search(len(h.times)-1, func(i int) bool { return !h.times[i+1].Before(from) })
	last = sort.Search(len(h.times), func(i int) bool { return i > 0 && h.times[i-1].After(to) }) - 1
	return first, last
}

// add takes a Set that was announced.
func (h *history) add(r *reload) {
	h.mu.Lock()
	defer h.mu.Unlock()
	set := len(h.times)
	for _, s := range r.Changed {
		h.live[s.Name] = append(h.live[s.Name], change{set, s})
	}
	for _, p := range r.Removed {
		h.live[nameOf(p)] = append(h.live[nameOf(p)], change{set: set})
	}
	h.times = append(h.times, r.Time)
	h.sets = append(h.sets, r)
}

// nameOf returns the name of the script at a path.
func nameOf(p string) string { return strings.TrimSuffix(p, path.Ext(p)) }

// follow begins a history with what is live now, and goes on with it until ctx ends. The channel receives why it ended: nil if
// that was ctx.
func (s *server) follow(ctx context.Context) (*history, <-chan error, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/v1/events", nil)
	if err != nil {
		return nil, nil, err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // without a time limit
	response, err := client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	lines := bufio.NewReaderSize(response.Body, 1<<20)
	// The first line shows that from here on no event is missed.
	if _, err := lines.ReadSlice('\n'); err != nil {
		return nil, nil, errors.Join(err, response.Body.Close())
	}
	var list struct{ Scripts []state }
	if err := s.get(ctx, "/v1/scripts", &list); err != nil {
		return nil, nil, errors.Join(err, response.Body.Close())
	}
	h := &history{live: map[string][]change{}}
	h.add(&reload{Changed: list.Scripts})
	done := make(chan error, 1)
	go func() {
		defer response.Body.Close()
		event := ""
		for {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				if ctx.Err() == nil {
					done <- fmt.Errorf("the events ended, perhaps because this machine is too slow to follow them: %w", err)
				} else {
					done <- nil
				}
				return
			}
			if name, ok := bytes.CutPrefix(line, []byte("event: ")); ok {
				event = string(bytes.TrimSpace(name))
			} else if data, ok := bytes.CutPrefix(line, []byte("data: ")); ok && event == "reload" {
				r := new(reload)
				if err := json.Unmarshal(data, r); err != nil {
					done <- fmt.Errorf("a reload event is no JSON: %w", err)
					return
				}
				h.add(r)
			}
		}
	}()
	return h, done, nil
}

// judge looks at all Sets: whether each version that became live was saved as a whole and is no older than the one before, and
// whether what went was gone. It returns how long after it was saved a content was live, sorted, those that were saved
// in a storm apart. Nobody writes or follows any more.
func (h *history) judge(r *records, broken *failures) (lags map[bool][]time.Duration) {
	lags = map[bool][]time.Duration{}
	serials := map[string]int{} // of the version that was live last
	removals := map[string]int{}
	for set, reload := range h.sets {
		for _, s := range reload.Changed {
			before := h.at(s.Name, set-1)
			c, known := r.contents[s.Version]
			switch {
			case s.Version == "":
				if before.Version != "" {
					broken.add("%s was %v and became %v: its last good version was dropped", s.Name, before, s)
				}
			case s.Version == emptyVersion:
				if begun(r.emptied[s.Name], reload.Time) == 0 {
					broken.add("%s became empty, though no save has left it so for long", s.Name)
				}
			case !known || c.script.name != s.Name:
				broken.add("%s became live with what nobody has saved: %v", s.Name, s)
			default:
				if c.serial < serials[s.Name] {
					broken.add("%s went from serial %d back to %d", s.Name, serials[s.Name], c.serial)
				}
				if set > 0 && c.serial > serials[s.Name] && !c.saved.IsZero() {
					storm := r.storm(c.saved)
					lags[storm] = append(lags[storm], reload.Time.Sub(c.saved))
				}
				serials[s.Name] = c.serial
			}
		}
		for _, p := range reload.Removed {
			name := nameOf(p)
			removals[name]++
			if begun(r.gone[name], reload.Time) < removals[name] {
				broken.add("%s was dropped, though no save has left it missing for long", name)
			}
		}
	}
	slices.Sort(lags[false])
	slices.Sort(lags[true])
	return lags
}

// halves returns how many Sets held one script of a folder that was replaced as a whole with an older version of the other.
func (h *history) halves(r *records, units []*unit) (n int) {
	for set := range h.sets {
		for _, u := range units {
			if u.folder == "" {
				continue
			}
			first, second := r.contents[h.at(u.scripts[0].name, set).Version], r.contents[h.at(u.scripts[1].name, set).Version]
			if first.serial > 0 && second.serial > 0 && (first.serial < second.beside || second.serial < first.beside) {
				n++
			}
		}
	}
	return n
}

// begun returns how many of the spans had begun at a time.
func begun(spans []span, at time.Time) (n int) {
	for _, s := range spans {
		if !s.from.After(at) {
			n++
		}
	}
	return n
}
