package bindings

import (
	"context"
	"net"
	"slices"
	"sync"
	"time"

	"dff/sandbox"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// embedded is a Redis inside this process: no port is opened, and what it holds ends with it.
//
// It answers almost everything as a server does. Where it does not, the callers ask Redis.embedded: its glob
// matching, the form of numbers that INCRBY takes, and the 64-bit limit of HINCRBY. Blocking commands it can, but
// each write wakes all that wait, whatever their keys; so the waiting is done here, and wakes those that it concerns.
type embedded struct {
	store *miniredis.Miniredis
	turn  sync.RWMutex // held for reading by each call, for writing by an atomic pipeline

	clock sync.Mutex
	next  time.Time // when the store's clock is to be set again

	mu      sync.Mutex
	waiters map[string][]chan struct{} // Redis key of a list → who waits for it, longest first

	room room
}

// MaxEmbedded is how many bytes the embedded store holds at most, about: all keys and elements with what each takes besides. What
// would add to them is then refused, as a Redis does that has reached its maxmemory. It bounds what all runs together may keep in this
// process's memory.
const MaxEmbedded = 1 << 30

// room is how much an embedded store holds and may hold.
type room struct {
	mu        sync.Mutex
	most      int64
	held      int64 // when it was last measured
	written   int64 // since then, whether it replaced anything or not
	measuring bool
	again     time.Time // when it may be measured again
	measures  sync.WaitGroup
}

const (
	// entryOverhead is what a key or an element takes besides its text, in bytes.
	entryOverhead = 64
	// measureShare bounds the time that is spent on measuring a full store: one part in so many.
	measureShare = 10
)

// growing are the methods that may add to a store. The others that write make room.
var growing = map[string]bool{"set": true, "mset": true, "getset": true, "incr": true, "incrby": true, "hset": true, "hmset": true, "hincr": true, "hincrby": true,
	"lpush": true, "rpush": true, "sadd": true, "zadd": true}

// admit returns a *failure if there is no room for what a request may add.
func (e *embedded) admit(q *Request) error {
	if !growing[q.Method.Name] {
		return nil
	}
	n := int64(entryOverhead + len(q.Scope))
	for i := range q.Args {
		n += int64(len(q.Args[i].Text))
		for _, s := range q.Args[i].List {
			n += int64(entryOverhead + len(s))
		}
	}
	r := &e.room
	r.mu.Lock()
	defer r.mu.Unlock()
	full := r.held+r.written+n > r.most
	// Nobody waits for a measuring, which takes seconds for millions of keys: it begins long before the store is full.
	if (full || r.written > r.most/4) && !r.measuring && time.Now().After(r.again) {
		r.measuring = true
		before := r.written
		r.measures.Go(func() { e.remeasure(before) })
	}
	if full {
		return &failure{code: Unavailable, message: "the embedded store is full: it may hold " + sandbox.FormatSize(r.most) +
			" (delete something, or have the host use a Redis: --redis)"}
	}
	r.written += n
	return nil
}

// remeasure finds out how much the store holds really. before was written when it began.
func (e *embedded) remeasure(before int64) {
	start := time.Now()
	held := e.measure()
	end := time.Now()
	r := &e.room
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held, r.measuring, r.again = held, false, end.Add(measureShare*end.Sub(start))
	r.written -= before
}

// list returns the elements of a list. What the store gives out is its own, which others may change as soon as it is their turn.
func (e *embedded) list(key string) []string {
	e.turn.Lock()
	defer e.turn.Unlock()
	elements, _ := e.store.List(key)
	return slices.Clone(elements)
}

// measure returns how many bytes the store holds, about: it changes meanwhile.
func (e *embedded) measure() int64 {
	n := 0
	for _, key := range e.store.Keys() {
		n += entryOverhead + len(key)
		var elements []string
		switch e.store.Type(key) {
		case "string":
			text, _ := e.store.Get(key)
			n += len(text)
		case "hash":
			elements, _ = e.store.HKeys(key)
			for _, field := range elements {
				n += len(e.store.HGet(key, field))
			}
		case "list":
			elements = e.list(key)
		case "set":
			elements, _ = e.store.Members(key)
		case "zset":
			elements, _ = e.store.ZMembers(key)
		}
		for _, element := range elements {
			n += entryOverhead + len(element)
		}
	}
	return int64(n)
}

func newEmbedded() *embedded {
	m := miniredis.NewMiniRedis()
	e := &embedded{store: m, waiters: map[string][]chan struct{}{}, room: room{most: MaxEmbedded}}
	m.ClockTTL(true) // keys expire by the clock, not by hand
	m.SetTime(time.Now())
	return e
}

// clockShare bounds the time that is spent on the store's clock: one part in so many.
const clockShare = 20

// advance sets the store's clock, by which keys expire. Each time, the store goes through all its keys; where they are
// many, that is not done at every call, and one that has expired may be seen for that much longer. Calls that set or tell
// the life of a key need the exact time.
func (e *embedded) advance(exact bool) {
	e.clock.Lock()
	defer e.clock.Unlock()
	now := time.Now()
	if !exact && now.Before(e.next) {
		return
	}
	e.store.SetTime(now)
	e.store.Exists("") // goes through them now
	end := time.Now()
	e.next = end.Add(clockShare * end.Sub(now))
}

// concernsTime reports whether a request sets or tells the life of a key.
func (q *Request) concernsTime() bool {
	for i := range q.Method.Params {
		if k := q.Method.Params[i].Kind; (k == KindSeconds || k == KindTimestamp) && q.Args[i].Given {
			return true
		}
	}
	return q.Method.Name == "ttl"
}

func (e *embedded) dial(context.Context, string, string) (net.Conn, error) { return e.store.Dial() }

func (e *embedded) close() {
	e.room.measures.Wait()
	e.store.Close()
}

// pushed wakes those who wait longest for a list that has got n elements. It may be called on nil.
func (e *embedded) pushed(key string, n int) {
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, wake := range e.waiters[key] {
		if n <= 0 {
			return
		}
		select {
		case wake <- struct{}{}:
			n--
		default: // it has been woken for an earlier element
		}
	}
}

// await calls try until it returns something else than redis.Nil, at first and whenever one of the lists has got an
// element. After timeout, or when one of the channels is closed, it returns redis.Nil.
func (e *embedded) await(keys []string, timeout time.Duration, gone, closing <-chan struct{}, try func() error) error {
	wake := make(chan struct{}, 1)
	e.mu.Lock()
	for _, k := range keys {
		e.waiters[k] = append(e.waiters[k], wake)
	}
	e.mu.Unlock()
	woken := false
	defer func() {
		e.mu.Lock()
		for _, k := range keys {
			if e.waiters[k] = slices.DeleteFunc(e.waiters[k], func(c chan struct{}) bool { return c == wake }); len(e.waiters[k]) == 0 {
				delete(e.waiters, k)
			}
		}
		e.mu.Unlock()
		if woken || len(wake) > 0 {
			for _, k := range keys { // it may not have taken the element that it was woken for: the next is to look
				e.pushed(k, 1)
			}
		}
	}()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		e.advance(false)
		if err := try(); err != redis.Nil {
			return err
		}
		select {
		case <-wake:
			woken = true
		case <-timer.C:
			return redis.Nil
		case <-gone:
			return redis.Nil
		case <-closing:
			return redis.Nil
		}
	}
}
