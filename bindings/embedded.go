package bindings

import (
	"context"
	"net"
	"slices"
	"sync"
	"time"

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
}

func newEmbedded() *embedded {
	m := miniredis.NewMiniRedis()
	e := &embedded{store: m, waiters: map[string][]chan struct{}{}}
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

func (e *embedded) close() { e.store.Close() }

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
