package scripts

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"
)

// ErrUnchecked is what a check returns when it could not be carried out, for a reason that is not the file's. The file is
// checked again later.
var ErrUnchecked = errors.New("could not be checked")

// patience is how long changes that are complete wait for others that are not, so that they become live as one: for a
// file to be written, or for a check to end.
const patience = time.Second

// WatchOptions configures a Watcher. Only Dir must be set.
type WatchOptions struct {
	// Dir is the script directory. It may be a symbolic link, and may become another one.
	Dir string
	// Poll looks for changes at intervals, without asking the file system for events: for network file systems.
	Poll bool
	// Interval is the time between two looks at the whole directory. Zero means 5s with events, which it backs up, and 1s
	// without. It is longer where looks take long, so that they take up at most a two-hundredth of the time with events, or
	// a tenth without.
	Interval time.Duration
	// Debounce is how long nothing must have been written for a change to count as complete. Zero means 50ms.
	Debounce time.Duration
	// Check returns why a file cannot be used, or nil. A file with an error does not become live. It is called for each
	// content once, from several goroutines, and with a context that ends with the Watcher. It should compile the file in a
	// process that can be killed: see Compile. Files that are there from the start are in use before they are checked,
	// so that ten thousand of them need not be waited for. A nil Check passes everything.
	Check func(ctx context.Context, f *File) error
	// Checks is how many checks run at the same time. Zero means one for each processor.
	Checks int
	// OnChange, if set, is called after each change of the Set with the new one. Calls do not overlap, and hold up the next
	// change. It must not call Close or Rescan.
	OnChange func(*Set, Change)
	// Logger is told what changed and what is wrong with files, once for each content. Nil means nothing is logged.
	Logger *slog.Logger

	listen func(root string) (*events, error) // fsnotifyEvents, or what a test puts in its place
}

// Watcher keeps a Set up to date with a directory. It is safe for concurrent use. Close it when it is no longer needed.
type Watcher struct {
	dir     string // absolute
	options WatchOptions
	log     *slog.Logger
	current atomic.Pointer[Set]
	polling atomic.Bool
	rescans chan *rescan
	done    chan struct{} // closed when run has ended
	cancel  context.CancelFunc

	// All below belongs to run.
	states   map[string]*state
	pending  map[string]pending
	events   *events // nil when polling
	backstop *time.Ticker
	next     *time.Timer     // the next look that was asked for
	hinted   time.Time       // the first event since the last look; zero if none
	folders  map[string]bool // where the next look has to look; "" is everywhere
	hasLinks bool            // there are symbolic links: an event in one folder can be about others
	trouble  string          // why the last look failed, so that it is logged once
	waiting  []*rescan

	verdicts   chan verdict
	checkers   sync.WaitGroup
	urgent     queue // of contents that wait to become live
	background queue // of contents that are live already
	dirty      bool  // the current Set is not what the states say
	later      bool  // the same, but of what only the background found out
	publishing *time.Timer
	armed      bool // publishing runs
}

// rescan is a call of Rescan that waits.
type rescan struct {
	looked bool // a look that began after the call has taken what it saw
	result chan error
}

// queue holds checks to do.
type queue struct {
	files   []*File
	running int
	limit   int
}

func (q *queue) isEmpty() bool { return len(q.files) == 0 && q.running == 0 }

// verdict is the result of a check.
type verdict struct {
	file  *File
	err   error
	queue *queue
}

// Watch reads a directory and keeps watching it until ctx ends or Close is called. It fails if the directory
// cannot be read, or has more than MaxFiles modules. If the system gives no events, it polls, and logs why.
func Watch(ctx context.Context, o WatchOptions) (*Watcher, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("cannot open the script directory %s: %w", o.Dir, err)
	}
	if o.Debounce <= 0 {
		o.Debounce = 50 * time.Millisecond
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Checks <= 0 {
		o.Checks = runtime.GOMAXPROCS(0)
	}
	if o.listen == nil {
		o.listen = fsnotifyEvents
	}
	w := &Watcher{
		dir: dir, options: o, log: o.Logger, rescans: make(chan *rescan), done: make(chan struct{}),
		pending: map[string]pending{}, folders: map[string]bool{}, verdicts: make(chan verdict),
		urgent: queue{limit: o.Checks}, background: queue{limit: max(1, o.Checks/2)},
	}
	w.polling.Store(o.Poll)
	w.backstop = time.NewTicker(w.interval(0))
	w.next = stoppedTimer()
	w.publishing = stoppedTimer()
	if !o.Poll {
		if w.events, err = o.listen(dir); err != nil {
			w.poll(err)
		}
	}
	if _, err := w.look(nil); err != nil {
		w.stop()
		return nil, err
	}
	w.publishFirst()
	ctx, w.cancel = context.WithCancel(ctx)
	go w.run(ctx)
	return w, nil
}

// Current returns the Set that is live now. A run keeps the one that it began with.
func (w *Watcher) Current() *Set { return w.current.Load() }

// Polling reports whether the Watcher looks at intervals only, because it was told to or because there are no events.
func (w *Watcher) Polling() bool { return w.polling.Load() }

// Rescan looks at the directory now and returns when what it found is live. It fails if the directory cannot be read,
// or ctx or the Watcher ends first.
func (w *Watcher) Rescan(ctx context.Context) error {
	r := &rescan{result: make(chan error, 1)}
	select {
	case w.rescans <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.done:
		return errClosed
	}
	select {
	case err := <-r.result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-w.done:
		return errClosed
	}
}

var errClosed = errors.New("the script directory is no longer watched")

// Close ends the watch and waits for the checks that are running. Current goes on returning the last Set.
func (w *Watcher) Close() error {
	w.cancel()
	<-w.done
	return nil
}

// stop releases what Watch has made.
func (w *Watcher) stop() {
	w.backstop.Stop()
	w.next.Stop()
	w.publishing.Stop()
	w.checkers.Wait()
	if w.events != nil {
		w.events.close()
	}
}

// poll goes on without events.
func (w *Watcher) poll(err error) {
	if w.events != nil {
		w.events.close()
		w.events = nil
	}
	w.polling.Store(true)
	w.backstop.Reset(w.interval(0))
	w.log.Warn("looking for changed scripts at intervals", "dir", w.dir, "interval", w.interval(0), "reason", adviceFor(err))
}

// interval is the time until the next look that nobody asked for, after one that took so long.
func (w *Watcher) interval(took time.Duration) time.Duration {
	interval, share := 5*time.Second, time.Duration(200)
	if w.polling.Load() {
		interval, share = time.Second, 10
	}
	if w.options.Interval > 0 {
		interval = w.options.Interval
	}
	return max(interval, share*took)
}

// run is the goroutine that owns the Watcher.
func (w *Watcher) run(ctx context.Context) {
	defer close(w.done)
	defer w.stop()
	defer w.cancel()
	for {
		w.startChecks(ctx)
		w.publishWhenReady()
		var hints <-chan fsnotify.Event
		var faults <-chan error
		if w.events != nil {
			hints, faults = w.events.events, w.events.errors
		}
		select {
		case <-ctx.Done():
			// Checks end with ctx; their verdicts go nowhere.
			return
		case ev, ok := <-hints:
			if !ok {
				w.poll(errors.New("they ended"))
			} else if dir, matters := w.events.folderOf(ev, w.hasLinks); matters {
				w.hint(dir)
			}
		case err, ok := <-faults:
			if !ok {
				w.poll(errors.New("they ended"))
				continue
			}
			w.log.Warn("events of the script directory were lost; looking at all of it", "dir", w.dir, "reason", err)
			w.hint("")
		case <-w.next.C:
			w.lookNow()
		case <-w.backstop.C:
			w.folders[""] = true
			w.lookNow()
		case r := <-w.rescans:
			w.waiting = append(w.waiting, r)
			w.folders[""] = true
			w.lookNow()
		case v := <-w.verdicts:
			w.settle(v)
		case <-w.publishing.C:
			w.publish()
		}
	}
}

// hint plans a look at a folder, or at all if it is "", for when no more events come or too many have come.
func (w *Watcher) hint(dir string) {
	w.folders[dir] = true
	now := time.Now()
	if w.hinted.IsZero() {
		w.hinted = now
	}
	w.next.Reset(min(w.options.Debounce, w.hinted.Add(patience).Sub(now)))
}

// lookNow looks, and plans the next look if something is unsettled.
func (w *Watcher) lookNow() {
	w.hinted = time.Time{}
	w.next.Stop()
	folders := w.folders
	w.folders = map[string]bool{}
	if folders[""] || w.events == nil {
		folders = nil
	}
	start := time.Now()
	unsettled, err := w.look(folders)
	if folders == nil {
		w.backstop.Reset(w.interval(time.Since(start)))
	}
	switch {
	case err != nil:
		if err.Error() != w.trouble {
			w.log.Error("cannot read the script directory; what is live stays live", "dir", w.dir, "error", err)
		}
		w.trouble = err.Error()
		for _, r := range w.waiting {
			r.result <- err
		}
		w.waiting = nil
		return
	case w.trouble != "":
		w.log.Info("the script directory can be read again", "dir", w.dir)
		w.trouble = ""
	}
	if unsettled {
		if folders == nil {
			w.folders[""] = true
		}
		for p := range w.pending {
			w.folders[path.Dir(p)] = true
		}
		w.next.Reset(w.options.Debounce)
		return
	}
	for _, r := range w.waiting {
		r.looked = true
	}
	for _, st := range w.states {
		if st.disk != nil && !st.checked && !st.queued {
			st.queued = true
			w.urgent.files = append(w.urgent.files, st.disk)
		}
	}
}

// startChecks starts as many checks as may run. Those of contents that wait to become live go first.
func (w *Watcher) startChecks(ctx context.Context) {
	for _, q := range []*queue{&w.urgent, &w.background} {
		for len(q.files) > 0 && q.running < q.limit {
			f := q.files[0]
			q.files = q.files[1:]
			if st := w.states[f.Path]; st == nil || st.disk != f && st.good != f {
				continue // another content has taken its place
			}
			q.running++
			w.checkers.Go(func() {
				v := verdict{file: f, err: w.options.Check(ctx, f), queue: q}
				select {
				case w.verdicts <- v:
				case <-ctx.Done():
				}
			})
		}
	}
}

// settle takes note of a verdict.
func (w *Watcher) settle(v verdict) {
	v.queue.running--
	st := w.states[v.file.Path]
	if st == nil {
		return
	}
	if errors.Is(v.err, ErrUnchecked) {
		if st.disk == v.file {
			st.queued = false // the next look queues it
		}
		return
	}
	dirty := w.dirty
	w.judge(st, v.file, v.err)
	if v.queue == &w.background && w.dirty && !dirty { // ten thousand broken files are no ten thousand Sets
		w.dirty, w.later = false, true
	}
}

// judge applies the result of a check to a state.
func (w *Watcher) judge(st *state, f *File, err error) {
	switch {
	case f == st.disk && err == nil:
		if st.good != f {
			st.good, st.loadedAt = f, time.Now()
			w.dirty = true
		}
		st.checked, st.goodKnown = true, true
	case f == st.disk:
		st.checked, st.err, w.dirty = true, err, true
		if st.good == f {
			st.good = nil
		} else if st.good != nil && !st.goodKnown {
			w.urgent.files = append(w.urgent.files, st.good) // it is all that is left
		}
	case f == st.good && err == nil:
		st.goodKnown = true
	case f == st.good:
		st.good, w.dirty = nil, true
	}
}

// publishFirst makes the first Set: of everything that could be read, whatever a check will say.
func (w *Watcher) publishFirst() {
	now := time.Now()
	for _, st := range w.states {
		if st.disk != nil && st.good == nil {
			st.good, st.loadedAt, st.queued = st.disk, now, true
			w.background.files = append(w.background.files, st.disk)
		}
	}
	w.dirty = false
	set := newLiveSet(w.entries(nil), nil)
	w.current.Store(set)
	w.report(set, Change{Failed: set.since(&Set{}).Failed})
}

// publishWhenReady publishes once nothing that waits to become live is left unchecked, and answers those who wait for it.
func (w *Watcher) publishWhenReady() {
	ready := w.urgent.isEmpty()
	if ready && (w.dirty || w.later && w.background.isEmpty()) {
		w.publish()
	}
	if (w.dirty || w.later) && !w.armed {
		w.armed = true
		w.publishing.Reset(patience)
	}
	if !ready || w.dirty {
		return
	}
	for i := 0; i < len(w.waiting); i++ {
		if w.waiting[i].looked {
			w.waiting[i].result <- nil
			w.waiting = slices.Delete(w.waiting, i, i+1)
			i--
		}
	}
}

// publish makes the Set of the states, and makes it live if it differs from the one that is.
func (w *Watcher) publish() {
	w.dirty, w.later, w.armed = false, false, false
	w.publishing.Stop()
	before := w.current.Load()
	set := newLiveSet(w.entries(before), before)
	c := set.since(before)
	if c.isEmpty() {
		return
	}
	w.current.Store(set)
	w.report(set, c)
	if w.options.OnChange != nil {
		w.options.OnChange(set, c)
	}
}

// entries returns what the states say, with the entries of before where they say the same.
func (w *Watcher) entries(before *Set) map[string]*Entry {
	entries := make(map[string]*Entry, len(w.states))
	for p, st := range w.states {
		if st.good == nil && st.err == nil {
			continue // new, and not checked yet
		}
		e := Entry{Path: p, Status: Live, Err: st.err, file: st.good}
		if st.good != nil {
			e.Hash, e.LoadedAt = st.good.Hash, st.loadedAt
		}
		if st.err != nil {
			e.Status = Broken
			if st.good != nil {
				e.Status = Stale
			}
			if st.disk != nil {
				e.failing = st.disk.Hash
			}
		}
		e.Name, _ = NameOf(p)
		if before != nil {
			if old := before.entries[p]; old != nil && old.file == e.file && old.failing == e.failing && old.Status == e.Status && sameText(old.Err, e.Err) {
				entries[p] = old
				continue
			}
		}
		entries[p] = &e
	}
	return entries
}

// report logs a change.
func (w *Watcher) report(set *Set, c Change) {
	for _, p := range c.Failed {
		e := set.entries[p]
		w.log.Warn("script cannot be used", "path", p, "status", e.Status, "error", e.Err)
	}
	for _, list := range []struct {
		message string
		paths   []string
	}{{"scripts added", c.Added}, {"scripts updated", c.Updated}, {"scripts removed", c.Removed}, {"scripts can be used again", c.Fixed}} {
		if n := len(list.paths); n > 0 {
			w.log.Info(list.message, "count", n, "paths", list.paths[:min(n, 10)])
		}
	}
}

// stoppedTimer returns a timer that does not run.
func stoppedTimer() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}
