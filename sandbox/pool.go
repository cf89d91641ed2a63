package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// PoolOptions configures a Pool. A zero field means its default.
type PoolOptions struct {
	// Size is the most workers that exist at once; 0 means four for each CPU that Go uses, and at least 8. Runs that wait for
	// the cache need a worker and no CPU, so there should be more workers than CPUs. In the worst case the pool takes
	// Size × Memory.
	Size int
	// Spare is how many idle workers are kept ready as long as Size allows; 0 means 1, a negative number none.
	Spare int
	// PerKey is the most workers that runs of one key may hold; 0 means half of Size, rounded up.
	PerKey int
	// MaxWaiting is the most runs that may wait for a worker; 0 means 32 × Size. One key may take half of these places.
	MaxWaiting int
	// MaxWait is how long a run may wait for a worker; 0 means 10 s.
	MaxWait time.Duration
	// MaxRuns is after how many runs a worker is replaced; 0 means 10,000.
	MaxRuns int
	// MaxGrowth is by how many bytes a worker may have grown after a run and still be used again; 0 means 48 MiB.
	MaxGrowth int64
	// IdleTimeout is after what time without work an idle worker that is no spare ends; 0 means one minute.
	IdleTimeout time.Duration
	// Grace is how long after the end of its context a run may go on before its worker is killed; 0 means 100 ms.
	Grace time.Duration
	// Memory is the most memory in bytes that a run may ask for; 0 means DefaultLimits.Memory.
	Memory int64
	// MaxStack is the largest Go stack of a worker in bytes; 0 means a quarter of Memory, from 1 MiB to 64 MiB. A run that needs a
	// larger one ends with Stack, unless its memory is over before.
	MaxStack int
	// MaxFrame is the largest frame payload in bytes, in both directions; 0 means 64 MiB.
	MaxFrame int

	launch func(workerConfig) (*worker, error) // startProcess, except in tests
}

func (o PoolOptions) orDefault() PoolOptions {
	if o.Size <= 0 {
		o.Size = max(8, 4*runtime.GOMAXPROCS(0))
	}
	switch {
	case o.Spare == 0:
		o.Spare = 1
	case o.Spare < 0:
		o.Spare = 0
	}
	if o.PerKey <= 0 {
		o.PerKey = (o.Size + 1) / 2
	}
	if o.MaxWaiting <= 0 {
		o.MaxWaiting = 32 * o.Size
	}
	if o.MaxWait <= 0 {
		o.MaxWait = 10 * time.Second
	}
	if o.MaxRuns <= 0 {
		o.MaxRuns = 10_000
	}
	if o.MaxGrowth <= 0 {
		o.MaxGrowth = 48 << 20
	}
	if o.IdleTimeout <= 0 {
		o.IdleTimeout = time.Minute
	}
	if o.Grace <= 0 {
		o.Grace = 100 * time.Millisecond
	}
	if o.Memory <= 0 {
		o.Memory = DefaultLimits.Memory
	}
	if o.MaxStack <= 0 {
		o.MaxStack = int(min(max(o.Memory/4, 1<<20), 64<<20))
	}
	o.MaxFrame = frameLimit(o.MaxFrame)
	if o.launch == nil {
		o.launch = startProcess
	}
	return o
}

// The back-off of a key. The first kills are free: a script may have a bad day. From then on each doubles the time until the
// key gets another worker, and it gets one at a time. Every quiet backoffDecay, and every run that ends well, takes back one kill.
const (
	freeKills    = 3
	firstBackoff = 100 * time.Millisecond
	maxBackoff   = 30 * time.Second
	maxKills     = 16 // what is remembered
	backoffDecay = 30 * time.Second
)

var (
	// ErrBusy is wrapped by the *BusyError of Acquire.
	ErrBusy = errors.New("no worker is free")
	// ErrPoolClosed is what Acquire returns once Close has been called.
	ErrPoolClosed = errors.New("the worker pool is closed")
)

// BusyError says why a run got no worker.
type BusyError struct {
	Reason     string
	RetryAfter time.Duration // when it may be worth trying again; 0 if unknown
}

func (e *BusyError) Error() string { return ErrBusy.Error() + ": " + e.Reason }

// Unwrap returns ErrBusy.
func (e *BusyError) Unwrap() error { return ErrBusy }

// Pool is a bounded set of worker processes. It is safe for concurrent use.
type Pool struct {
	opts   PoolOptions
	config workerConfig

	launches chan func()     // what the launching thread does
	workers  sync.WaitGroup  // one goroutine for each worker
	open     context.Context // until Close
	shut     context.CancelFunc

	mu       sync.Mutex
	closing  bool
	idle     []*worker // the last one was used last
	leases   map[*Lease]struct{}
	starting int
	total    int // processes that exist or are being started
	line     []*waiter
	keys     map[string]*keyState
	timer    *time.Timer // for what has to happen when nobody calls
	changed  chan struct{}
	lockdown Lockdown
	spawned  uint64
	runs     uint64
	replaced uint64
	killed   map[Outcome]uint64
}

// keyState is what the pool knows of one key. It exists while there is something to know.
type keyState struct {
	name     string
	held     int
	waiting  int
	kills    int
	lastKill time.Time // or when the last kill was taken back
	until    time.Time // no worker before this
}

// waiter is a run without a worker.
type waiter struct {
	key   *keyState
	ready chan grant // has room for one
}

type grant struct {
	lease *Lease
	err   error
}

// NewPool returns a Pool, which starts its spare workers right away. The program must call ServeWorker when IsWorker.
func NewPool(o PoolOptions) (*Pool, error) {
	if IsWorker() {
		return nil, errors.New("a worker process cannot have workers of its own: call ServeWorker first thing in the program")
	}
	o = o.orDefault()
	p := &Pool{
		opts:     o,
		config:   workerConfig{memory: o.Memory, stack: o.MaxStack, maxFrame: o.MaxFrame, timezone: timezone()},
		launches: make(chan func()),
		leases:   make(map[*Lease]struct{}),
		keys:     make(map[string]*keyState),
		killed:   make(map[Outcome]uint64),
		changed:  make(chan struct{}),
	}
	p.open, p.shut = context.WithCancel(context.Background())
	go p.launchThread()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer = time.AfterFunc(time.Hour, p.wake)
	p.timer.Stop()
	p.dispatch(time.Now())
	return p, nil
}

// timezone is what decides about this process's local time, "" if that is up to the system.
func timezone() string {
	tz, set := os.LookupEnv("TZ")
	if set && tz == "" {
		return "UTC"
	}
	return tz
}

// launchThread starts workers, all of them from one thread. The kernel kills a worker when the thread that started it ends,
// which Go's threads do at any time, unless a goroutine holds on to them.
func (p *Pool) launchThread() {
	runtime.LockOSThread() // for good: the thread ends with this goroutine, and then there is no worker left
	for launch := range p.launches {
		launch()
	}
}

// Acquire waits for a worker for a run of key, which is what fairness is about: the name of a script. It returns an error
// that wraps ErrBusy when the waiting line is full or the wait was too long, ErrPoolClosed, the context's error, or why no
// worker could be started. The lease must be released.
func (p *Pool) Acquire(ctx context.Context, key string) (*Lease, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now := time.Now()
	p.mu.Lock()
	if p.closing {
		p.mu.Unlock()
		return nil, ErrPoolClosed
	}
	k := p.key(key, now)
	// Whoever waits while a worker is idle may not have it now, so nobody is overtaken here.
	if n := len(p.idle); n > 0 && p.eligible(k, now) {
		l := p.lease(k)
		p.dispatch(now)
		p.mu.Unlock()
		return l, nil
	}
	if err := p.full(k, now); err != nil {
		p.forget(k)
		p.mu.Unlock()
		return nil, err
	}
	wt := &waiter{key: k, ready: make(chan grant, 1)}
	p.line = append(p.line, wt)
	k.waiting++
	p.dispatch(now)
	p.mu.Unlock()

	timer := time.NewTimer(p.opts.MaxWait)
	defer timer.Stop()
	var err error
	select {
	case g := <-wt.ready:
		return g.lease, g.err
	case <-ctx.Done():
		err = ctx.Err()
	case <-timer.C:
		err = &BusyError{Reason: fmt.Sprintf("waited %v for one", p.opts.MaxWait)}
	}
	p.mu.Lock()
	waiting := p.leaveLine(wt)
	p.mu.Unlock()
	if !waiting {
		if g := <-wt.ready; g.err == nil {
			g.lease.Release(true)
		}
	}
	return nil, err
}

// full says why one more run of k cannot wait.
func (p *Pool) full(k *keyState, now time.Time) error {
	if wait := k.until.Sub(now); wait > p.opts.MaxWait {
		return &BusyError{fmt.Sprintf("%q was killed %d times and is kept waiting for %v", k.name, k.kills, wait.Round(time.Millisecond)), wait}
	}
	if len(p.line) >= p.opts.MaxWaiting || k.waiting >= (p.opts.MaxWaiting+1)/2 {
		return &BusyError{Reason: fmt.Sprintf("%d runs wait already, %d of them for %q", len(p.line), k.waiting, k.name)}
	}
	return nil
}

// key returns the state of a key, as it is at this time.
func (p *Pool) key(name string, now time.Time) *keyState {
	k := p.keys[name]
	if k == nil {
		k = &keyState{name: name}
		p.keys[name] = k
		return k
	}
	if k.kills > 0 {
		if n := int(now.Sub(k.lastKill) / backoffDecay); n > 0 {
			k.kills = max(0, k.kills-n)
			k.lastKill = k.lastKill.Add(time.Duration(n) * backoffDecay)
		}
	}
	return k
}

// forget drops the state of a key if it says nothing.
func (p *Pool) forget(k *keyState) {
	if k.held == 0 && k.waiting == 0 && k.kills == 0 {
		delete(p.keys, k.name)
	}
}

func (k *keyState) suspect() bool { return k.kills >= freeKills }

// eligible reports whether a run of k may have a worker now. All suspects together may have half of the pool, so that
// many bad scripts do no more harm to the good ones than one.
func (p *Pool) eligible(k *keyState, now time.Time) bool {
	if !k.suspect() {
		return k.held < p.opts.PerKey
	}
	if k.held > 0 || now.Before(k.until) {
		return false
	}
	held := 0
	for l := range p.leases {
		if l.key.suspect() {
			held++
		}
	}
	return held < max(1, p.opts.Size/2)
}

// lease gives the idle worker that was used last, and whose memory is therefore the warmest, to k.
func (p *Pool) lease(k *keyState) *Lease {
	last := len(p.idle) - 1
	w := p.idle[last]
	p.idle[last] = nil
	p.idle = p.idle[:last]
	w.runs++
	l := &Lease{pool: p, w: w, key: k}
	p.leases[l] = struct{}{}
	p.runs++
	k.held++
	return l
}

// next returns the run whose turn it is: of those that may have a worker, one whose key holds fewest, and of these the
// one that has waited longest.
func (p *Pool) next(now time.Time) *waiter {
	var best *waiter
	for _, wt := range p.line {
		if (best == nil || wt.key.held < best.key.held) && p.eligible(wt.key, now) {
			best = wt
		}
	}
	return best
}

// leaveLine takes wt out of the line and reports whether it was there.
func (p *Pool) leaveLine(wt *waiter) bool {
	i := slices.Index(p.line, wt)
	if i < 0 {
		return false
	}
	p.line = slices.Delete(p.line, i, i+1)
	wt.key.waiting--
	p.forget(wt.key)
	return true
}

// dispatch brings runs and workers together, starts the workers that are missing, and sets the timer. It is called
// whenever something has changed, with the lock held.
func (p *Pool) dispatch(now time.Time) {
	if p.closing {
		return
	}
	for len(p.idle) > 0 {
		wt := p.next(now)
		if wt == nil {
			break
		}
		l := p.lease(wt.key) // before leaveLine, which forgets a key that has no part in anything
		p.leaveLine(wt)
		wt.ready <- grant{lease: l}
	}
	missing := p.opts.Spare - len(p.idle)
	for _, wt := range p.line {
		if p.eligible(wt.key, now) {
			missing++
		}
	}
	for missing -= p.starting; missing > 0 && p.total < p.opts.Size; missing-- {
		p.spawn()
	}

	var next time.Time
	for _, wt := range p.line {
		if u := wt.key.until; wt.key.suspect() && u.After(now) && (next.IsZero() || u.Before(next)) {
			next = u
		}
	}
	if len(p.idle) > p.opts.Spare {
		if t := p.idle[0].since.Add(p.opts.IdleTimeout); next.IsZero() || t.Before(next) {
			next = t
		}
	}
	if next.IsZero() {
		p.timer.Stop()
	} else {
		p.timer.Reset(next.Sub(now))
	}
}

// wake does what is due.
func (p *Pool) wake() {
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.idle) > p.opts.Spare && now.Sub(p.idle[0].since) >= p.opts.IdleTimeout {
		w := p.idle[0]
		p.idle = slices.Delete(p.idle, 0, 1)
		p.discard(w)
	}
	p.dispatch(now)
}

var retired = &Death{Outcome: Canceled, Reason: "was retired"}

// discard ends a worker that no lease holds. Its goroutine notices.
func (p *Pool) discard(w *worker) {
	w.end(retired)
	w.stream.Close()
}

// spawn starts a worker and the goroutine that owns it.
func (p *Pool) spawn() {
	p.starting++
	p.total++
	p.workers.Go(func() {
		w, err := p.launch()
		p.mu.Lock()
		p.starting--
		now := time.Now()
		if err != nil {
			p.total--
			p.failOne(fmt.Errorf("start a worker process: %w", err), now)
		} else {
			p.spawned++
			p.lockdown = w.lockdown
			p.idle = append(p.idle, w)
			w.since = now
			if p.closing {
				p.idle = p.idle[:len(p.idle)-1]
				p.discard(w)
			}
			p.dispatch(now)
		}
		p.notify()
		p.mu.Unlock()
		if err != nil {
			return
		}
		w.reap()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.total--
		if i := slices.Index(p.idle, w); i >= 0 {
			p.idle = slices.Delete(p.idle, i, i+1)
			w.stream.Close()
			p.replaced++
		}
		// A worker that died before its first run would only be followed by others, without end.
		if w.runs > 0 || len(p.line) > 0 {
			p.dispatch(time.Now())
		}
		p.notify()
	})
}

// launch starts a worker and waits until it is ready.
func (p *Pool) launch() (*worker, error) {
	var w *worker
	var err error
	done := make(chan struct{})
	p.launches <- func() {
		defer close(done)
		w, err = p.opts.launch(p.config)
	}
	<-done
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(p.open, func() { w.end(retired) }) // Close need not wait until it is ready
	defer stop()
	if err := w.hello(); err != nil {
		d := &Death{Outcome: Crashed, Reason: "did not start"}
		if !errors.Is(err, ErrFrame) { // its last words say more
			timer := time.AfterFunc(exitTimeout, func() { w.end(d) })
			defer timer.Stop()
		} else {
			w.end(d)
		}
		w.reap()
		w.stream.Close()
		return nil, fmt.Errorf("it was not ready: %w (%v; %s); does the program call sandbox.ServeWorker?", err, w.state, strings.TrimSpace(w.stderr))
	}
	return w, nil
}

// failOne gives err to the run that has waited longest, if any, and goes on with the others.
func (p *Pool) failOne(err error, now time.Time) {
	if len(p.line) == 0 {
		return // a spare: the next run will try again
	}
	wt := p.line[0]
	p.leaveLine(wt)
	wt.ready <- grant{err: err}
	if len(p.line) > 0 {
		p.dispatch(now)
	}
}

// notify tells Close that something has changed.
func (p *Pool) notify() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// release takes a worker back. d says how the lease ended if its worker died.
func (p *Pool) release(l *Lease, healthy bool, d *Death) {
	w := l.w
	w.size = w.resident()
	keep := healthy && d == nil && w.cause.Load() == nil && w.runs < p.opts.MaxRuns && w.in.Buffered() == 0 &&
		w.size <= w.base+p.opts.MaxGrowth
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.leases, l)
	k := l.key
	k.held--
	p.key(k.name, now)
	switch {
	case d == nil:
		k.kills = max(0, k.kills-1)
	default:
		p.killed[d.Outcome]++
		if d.Outcome != Killed && d.Outcome != Canceled {
			k.kills = min(maxKills, k.kills+1)
			k.lastKill = now
			if k.suspect() {
				k.until = now.Add(min(maxBackoff, firstBackoff<<(k.kills-freeKills)))
			}
		}
	}
	p.forget(k)
	select {
	case <-w.exited:
		keep = false
	default:
	}
	if keep && !p.closing {
		w.since = now
		p.idle = append(p.idle, w)
	} else {
		p.replaced++
		p.discard(w)
	}
	p.dispatch(now)
	p.notify()
}

// Close refuses new runs and waits for those under way; when ctx ends, it kills their workers. It returns when every
// worker is gone, with the context's error if it had to kill. Close may be called again.
func (p *Pool) Close(ctx context.Context) error {
	p.mu.Lock()
	first := !p.closing
	p.closing = true
	if first {
		p.shut()
		p.timer.Stop()
		for _, wt := range p.line {
			wt.key.waiting--
			wt.ready <- grant{err: ErrPoolClosed}
		}
		p.line = nil
		for _, w := range p.idle {
			p.discard(w)
		}
		p.idle = nil
	}
	var err error
	for len(p.leases) > 0 && err == nil {
		changed := p.changed
		p.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			err = ctx.Err()
		}
		p.mu.Lock()
	}
	for l := range p.leases {
		l.w.end(&Death{Outcome: Canceled, Reason: "was killed because the host is shutting down"})
	}
	p.mu.Unlock()
	p.workers.Wait()
	if first {
		close(p.launches)
	}
	return err
}

// Status is a Pool at one moment.
type Status struct {
	Size     int // most workers at once
	Busy     int // workers that a run holds
	Idle     int // workers that are ready
	Starting int
	Waiting  int                // runs that wait for a worker
	Spawned  uint64             // workers started so far
	Runs     uint64             // leases so far
	Replaced uint64             // workers that were not used again after a run, or died idle
	Killed   map[Outcome]uint64 // leases whose worker died, by outcome
	Backoff  []Backoff          // keys that were killed of late, by name
	Lockdown Lockdown           // of the worker that was started last; nil before that
}

// Backoff is a key that was killed again and again.
type Backoff struct {
	Key   string
	Kills int           // that have not been forgotten yet
	Wait  time.Duration // until it may have a worker again; 0 if it may now
}

// Status returns the pool's state.
func (p *Pool) Status() Status {
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	s := Status{
		Size: p.opts.Size, Busy: len(p.leases), Idle: len(p.idle), Starting: p.starting, Waiting: len(p.line),
		Spawned: p.spawned, Runs: p.runs, Replaced: p.replaced,
		Killed: make(map[Outcome]uint64, len(p.killed)), Lockdown: slices.Clone(p.lockdown),
	}
	for o, n := range p.killed {
		s.Killed[o] = n
	}
	for name := range p.keys {
		k := p.key(name, now)
		if k.kills > 0 {
			s.Backoff = append(s.Backoff, Backoff{name, k.kills, max(0, k.until.Sub(now))})
		}
		p.forget(k)
	}
	slices.SortFunc(s.Backoff, func(a, b Backoff) int { return strings.Compare(a.Key, b.Key) })
	return s
}

// Probe starts a worker, and returns what it could give up on this system.
func Probe(ctx context.Context) (Lockdown, error) {
	p, err := NewPool(PoolOptions{Size: 1, Spare: -1})
	if err != nil {
		return nil, err
	}
	l, err := p.Acquire(ctx, "")
	if err != nil {
		return nil, errors.Join(err, p.Close(ctx))
	}
	lockdown := l.w.lockdown
	l.Release(true)
	return lockdown, p.Close(ctx)
}
