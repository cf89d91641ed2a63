package bindings

import (
	lru "container/list"
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// ClientCacheStaleness is how old an answer from the client cache can be at most, in the worst case: when the connection
// over which Redis tells of changes has fallen silent, which is noticed in this time. As a rule an answer is older than
// the last change by no more than Redis's message takes to arrive.
const ClientCacheStaleness = 2 * time.Second

// clientCache answers reads from this process's memory. Redis broadcasts every change below this program's keys to one
// connection of it, see tracker; so reads can use any connection, and what is read is kept only if no change of its keys has
// been heard of between its sending and its arrival.
//
// Nothing is answered from it after ClientCacheStaleness without a sign of life over that connection. Changes that go through
// the same Redis value take effect at once: from before a write is sent until its reply has come, its keys are not
// kept. All methods may be called on nil. It is safe for concurrent use.
type clientCache struct {
	keys  *keyspace
	most  int64 // bytes
	began time.Time

	mu      sync.Mutex
	valid   time.Duration // until then, since began, the cache may answer
	epoch   int           // counts connections
	size    int64         // bytes
	entries map[string]*lru.Element
	byKey   map[string]map[*cached]struct{} // Redis key → what was read from it
	used    lru.List                        // of *cached, the last used in front
	fills   map[string]map[*fill]struct{}   // Redis key → reads under way
	writes  map[string]int                  // Redis key → writes under way
	allGo   int                             // writes under way whose keys nobody knows
	hits    int64
	misses  int64
}

// cached is a reply that is kept.
type cached struct {
	id    string
	keys  []string // Redis keys
	reply Reply
	size  int64
	until time.Duration // when a key expires, since began; 0: none does
}

// fill is a read under way whose reply is to be kept.
type fill struct {
	id    string
	keys  []string
	epoch int
	stale bool // a key has changed since
}

func newClientCache(keys *keyspace, most int64) *clientCache {
	return &clientCache{keys: keys, most: most, began: time.Now(), entries: map[string]*lru.Element{},
		byKey: map[string]map[*cached]struct{}{}, fills: map[string]map[*fill]struct{}{}, writes: map[string]int{}}
}

// cacheable reports whether the reply to a call depends on nothing but what the keys hold.
func (q *Request) cacheable() bool {
	m := q.Method
	if m.Writes || m.Unscoped || m.Steps || m.Name == "ttl" || len(m.Params) == 0 {
		return false
	}
	return m.Params[0].Kind == KindKey || m.Params[0].Kind == KindKeys
}

// redisKeys returns the Redis keys that a call concerns, and false when they are not known before.
func (c *clientCache) redisKeys(q *Request) ([]string, bool) {
	var keys []string
	for i, p := range q.Method.Params {
		switch {
		case i == 0 && p.Kind == KindKey:
			keys = append(keys, c.keys.key(q.Scope, q.Args[0].Text))
		case i == 0 && p.Kind == KindKeys:
			keys = c.keys.keys(q.Scope, q.Args[0].List)
		case i == 0 && p.Kind == KindPairs:
			for j := 0; j < len(q.Args[0].List); j += 2 {
				keys = append(keys, c.keys.key(q.Scope, q.Args[0].List[j]))
			}
		case i == 0:
			return nil, false
		case p.Name == "dest_key" && q.Args[i].Given:
			keys = append(keys, c.keys.key(q.DestScope, q.Args[i].Text))
		case p.Name == "dest_key":
			keys = append(keys, c.keys.key(q.DestScope, q.Args[0].Text))
		}
	}
	return keys, true
}

// id returns what is the same for the same calls only.
func (q *Request) id(b []byte) []byte {
	str := func(s string) {
		b = strconv.AppendInt(b, int64(len(s)), 10)
		b = append(append(b, ':'), s...)
	}
	str(q.Method.Name)
	str(q.Scope)
	for i := range q.Args {
		a := &q.Args[i]
		str(a.Text)
		b = strconv.AppendInt(b, a.Int, 10)
		b = append(b, '#')
		b = strconv.AppendInt(b, int64(len(a.List)), 10)
		for _, s := range a.List {
			str(s)
		}
	}
	return b
}

func (c *clientCache) now() time.Duration { return time.Since(c.began) }

// get returns the reply to a call if it is known.
func (c *clientCache) get(q *Request) (Reply, bool) {
	if c == nil || !q.cacheable() {
		return Reply{}, false
	}
	var room [128]byte
	id := q.id(room[:0])
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[string(id)]
	if !ok || now >= c.valid {
		c.misses++
		return Reply{}, false
	}
	found := e.Value.(*cached)
	if found.until > 0 && now >= found.until {
		c.drop(found)
		c.misses++
		return Reply{}, false
	}
	c.hits++
	c.used.MoveToFront(e)
	return found.reply, true
}

// begin says that a read is about to be sent. It returns nil when its reply is not to be kept.
func (c *clientCache) begin(q *Request) *fill {
	if c == nil || !q.cacheable() {
		return nil
	}
	keys, _ := c.redisKeys(q)
	f := &fill{id: string(q.id(nil)), keys: keys}
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if now >= c.valid || c.allGo > 0 || len(keys) == 0 || slices.ContainsFunc(keys, func(k string) bool { return c.writes[k] > 0 }) {
		return nil
	}
	f.epoch = c.epoch
	for _, k := range keys {
		add(c.fills, k, f)
	}
	return f
}

// end keeps the reply to a read that began, or with ok false only forgets that it did. until is when the first
// of the keys expires; 0 means never.
func (c *clientCache) end(f *fill, reply Reply, until time.Duration, ok bool) {
	if f == nil {
		return
	}
	e := &cached{id: f.id, keys: f.keys, reply: reply, until: until}
	e.size = 300 + 2*int64(len(f.id)) + int64(len(reply.Text)) + int64(len(reply.Missing)) + 8*int64(len(reply.Scores))
	for _, s := range reply.List {
		e.size += 16 + int64(len(s))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range f.keys {
		remove(c.fills, k, f)
	}
	if !ok || f.stale || f.epoch != c.epoch || e.size > c.most/8 {
		return
	}
	if old, ok := c.entries[f.id]; ok {
		c.drop(old.Value.(*cached))
	}
	c.entries[f.id] = c.used.PushFront(e)
	for _, k := range f.keys {
		add(c.byKey, k, e)
	}
	for c.size += e.size; c.size > c.most; {
		c.drop(c.used.Back().Value.(*cached))
	}
}

// drop forgets a reply. c.mu is held.
func (c *clientCache) drop(e *cached) {
	c.used.Remove(c.entries[e.id])
	delete(c.entries, e.id)
	for _, k := range e.keys {
		remove(c.byKey, k, e)
	}
	c.size -= e.size
}

// add and remove are those of a set that a map has for each key.
func add[T any](sets map[string]map[*T]struct{}, key string, item *T) {
	if sets[key] == nil {
		sets[key] = map[*T]struct{}{}
	}
	sets[key][item] = struct{}{}
}

func remove[T any](sets map[string]map[*T]struct{}, key string, item *T) {
	if delete(sets[key], item); len(sets[key]) == 0 {
		delete(sets, key)
	}
}

// changed forgets what is known of a Redis key.
func (c *clientCache) changed(keys ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range keys {
		c.forget(k)
	}
}

// forget does so while c.mu is held.
func (c *clientCache) forget(key string) {
	for f := range c.fills[key] {
		f.stale = true
	}
	for e := range c.byKey[key] {
		c.drop(e)
	}
}

// clear forgets everything. c.mu is held.
func (c *clientCache) clear() {
	for _, fills := range c.fills {
		for f := range fills {
			f.stale = true
		}
	}
	clear(c.entries)
	clear(c.byKey)
	c.used.Init()
	c.size = 0
}

// writing says that calls are about to be sent. The function that it returns is to be called when they have been carried
// out, or nobody knows.
func (c *clientCache) writing(calls ...Request) (done func()) {
	if c == nil {
		return func() {}
	}
	var keys []string
	all := 0
	for i := range calls {
		if q := &calls[i]; q.Method.Writes {
			some, ok := c.redisKeys(q)
			if keys = append(keys, some...); !ok {
				all = 1
			}
		}
	}
	mark := func(n int) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.allGo += n * all; all > 0 {
			c.clear()
		}
		for _, k := range keys {
			if c.writes[k] += n; c.writes[k] == 0 {
				delete(c.writes, k)
			}
			c.forget(k)
		}
	}
	mark(1)
	return func() { mark(-1) }
}

// alive says that every change made before a moment has been heard of.
func (c *clientCache) alive(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.valid = at.Add(ClientCacheStaleness).Sub(c.began)
}

// lost says that changes may not be heard of any more.
func (c *clientCache) lost() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.valid = 0
	c.clear()
}

// read carries out a request that may be answered from the client cache, or whose reply may be kept there.
func (r *Redis) read(ctx context.Context, q *Request) (Reply, error) {
	f := r.cache.begin(q)
	if f == nil {
		return r.carryOut(ctx, q)
	}
	until, err := r.expiry(ctx, f.keys)
	if err != nil {
		r.cache.end(f, Reply{}, 0, false)
		return r.carryOut(ctx, q)
	}
	reply, failed := r.carryOut(ctx, q)
	r.cache.end(f, reply, until, failed == nil)
	return reply, failed
}

// expiry returns when the first of some Redis keys expires, as clientCache counts time; 0 means that none does. Redis tells of a
// key that has expired only when it comes across it. It is asked before the keys are read: a key that is
// given another life in between is one that has changed.
func (r *Redis) expiry(ctx context.Context, keys []string) (time.Duration, error) {
	now := r.cache.now()
	var until time.Duration
	calls := make([]*call, len(keys))
	for i, k := range keys {
		calls[i], _ = newCall(ctx, redis.NewIntCmd, "pttl", nil, []any{k})
	}
	if err := r.process(ctx, r.client, calls...); err != nil {
		return 0, err
	}
	for _, c := range calls {
		if ms := c.Cmder.(*redis.IntCmd).Val(); ms >= 0 {
			if end := now + time.Duration(ms)*time.Millisecond; until == 0 || end < until {
				until = max(end, 1)
			}
		}
	}
	return until, nil
}

// ClientCacheStats is what the client cache has done.
type ClientCacheStats struct {
	Hits, Misses int64 // of the calls that it could have answered
	Entries      int
	Bytes        int64
}

// ClientCache returns what the client cache has done so far, and holds; all zero without one.
func (r *Redis) ClientCache() ClientCacheStats {
	c := r.cache
	if c == nil {
		return ClientCacheStats{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return ClientCacheStats{Hits: c.hits, Misses: c.misses, Entries: len(c.entries), Bytes: c.size}
}
