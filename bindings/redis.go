package bindings

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"dff/sandbox"

	"github.com/redis/go-redis/v9"
)

// RedisOptions configures Connect. The zero value is an embedded store with native keys.
type RedisOptions struct {
	// URL is where Redis is: redis://, rediss:// or unix:// for one server, redis+cluster:// or rediss+cluster://
	// (further nodes as ?addr=host:port) for a cluster, redis+sentinel:// or rediss+sentinel://
	// (?master_name=NAME, further sentinels as &addr=host:port) for a Sentinel set-up. The options of go-redis's URL
	// parsers can be given as parameters, as ?protocol=2 for RESP2; retries are always this package's own.
	// "" is a store inside this process, which holds MaxEmbedded bytes at most.
	URL string
	// Prefix begins every key of the native layout; "" means DefaultPrefix.
	Prefix string
	// Layout of the keys; "" means NativeLayout.
	Layout Layout
	// PoolSize is the most connections for ordinary calls, on a cluster to each node; 0 means the URL's pool_size, or
	// go-redis's default of 10 for each CPU (5 on a cluster).
	PoolSize int
	// BlockingPoolSize is the most calls that can wait in blocking commands at once, on a cluster in each node; 0
	// means 10,000. Their connections are opened when needed and are not those of ordinary calls.
	BlockingPoolSize int
	// ShareAbove is the number of short calls in flight from which on they share connections: they travel in common
	// pipelines, which is several times as fast, where one call alone is faster with a connection to itself. 0 means
	// DefaultShareAbove, 1 always, and a negative number never. The embedded store shares nothing.
	ShareAbove int
	// ClientCache is how many bytes of memory hold replies to reads, so that the same read again needs no round trip until
	// Redis tells of a change; 0 means none. What such a read answers was true at most ClientCacheStaleness before, and
	// reflects every write that this Redis has carried out. Redis has to speak RESP3 (6.0 or later) and tells of each change of
	// any key under Prefix: it is worth its price where reads are many and writes are few. It cannot be had on a
	// cluster, and the embedded store needs none.
	ClientCache int64
	// MaxReply is the most bytes that the replies to one call, or to one pipeline, may have on their way from Redis; 0
	// means DefaultMaxReply. A call whose reply is larger fails. In this process's memory a reply can take four times as
	// much for a moment.
	MaxReply int64
	// Log receives what can be told to nobody else: an element that could not be put back. nil means slog.Default.
	Log *slog.Logger
}

// Redis is the Backend over a Redis server (6.2 or later), a Sentinel set-up, a Cluster, or the embedded store. It is
// safe for concurrent use.
type Redis struct {
	keys     keyspace
	where    string
	log      *slog.Logger
	maxReply int64 // bytes
	client   client
	cluster  *redis.ClusterClient // client, when it is a cluster
	embedded *embedded            // nil for a real server

	blocking func() client // opened by the first call that blocks
	sharing  sharing
	parking  parking
	cache    *clientCache // nil: none

	mu      sync.Mutex
	closed  bool
	closing chan struct{}  // closed with closed
	active  sync.WaitGroup // calls and waits
	waits   atomic.Int64   // goroutines that wait in a blocking command

	transacts atomic.Bool // the server is known to allow transactions
	opened    []client    // to be closed
}

// connectTimeout bounds how long Connect waits for a server that does not answer.
const connectTimeout = 5 * time.Second

// Connect returns a Redis that has answered a PING. It waits until ctx ends, but no longer than five seconds. Its
// errors name the address and no credentials.
func Connect(ctx context.Context, o RedisOptions) (*Redis, error) {
	keys, err := newKeyspace(o.Layout, o.Prefix)
	if err != nil {
		return nil, err
	}
	if o.MaxReply == 0 {
		o.MaxReply = DefaultMaxReply
	} else if o.MaxReply < minMaxReply {
		return nil, fmt.Errorf("a limit of %s for replies is too small: --max-reply must be at least %s", sandbox.FormatSize(o.MaxReply), sandbox.FormatSize(minMaxReply))
	}
	if o.ClientCache < 0 {
		return nil, fmt.Errorf("a client cache of %d bytes is not possible (0 means none)", o.ClientCache)
	}
	quiet()
	r := &Redis{keys: keys, log: o.Log, maxReply: o.MaxReply, closing: make(chan struct{})}
	if r.log == nil {
		r.log = slog.Default()
	}
	var t *target
	if o.URL == "" {
		r.embedded = newEmbedded()
		t = embeddedTarget(o, r.embedded.dial)
	} else if t, err = parseTarget(o); err != nil {
		return nil, err
	}
	if t.cluster != nil && keys.layout != NativeLayout {
		return nil, fmt.Errorf("the %s key layout cannot be used on a Redis Cluster: its keys have no hash tag (use the %s layout, or a single server)",
			keys.layout, NativeLayout)
	}
	r.where = t.where
	r.client, r.cluster = t.open(ordinaryUse)
	r.opened = []client{r.client}
	if c, ok := r.client.(*redis.Client); ok && c.Options().PoolSize > 1 {
		r.parking = newParking(c)
	}
	open := func(use purpose) func() client {
		return sync.OnceValue(func() client {
			c, _ := t.open(use)
			r.mu.Lock()
			defer r.mu.Unlock()
			r.opened = append(r.opened, c)
			return c
		})
	}
	r.blocking = open(blockingUse)
	if r.embedded != nil {
		return r, nil
	}
	if o.ShareAbove >= 0 {
		r.sharing.client, r.sharing.above = open(sharedUse), int64(cmp.Or(o.ShareAbove, DefaultShareAbove))
	}
	ctx, cancel := context.WithTimeoutCause(ctx, connectTimeout, fmt.Errorf("no answer within %s", connectTimeout))
	defer cancel()
	if err := r.Ping(ctx); err != nil {
		_ = r.Close()
		return nil, fmt.Errorf("cannot use Redis at %s: %w (%s)", r.where, plainCause(err), t.advice(err))
	}
	if o.ClientCache > 0 {
		if err := r.openCache(ctx, t, o.ClientCache); err != nil {
			_ = r.Close()
			return nil, err
		}
	}
	return r, nil
}

// openCache makes the client cache.
func (r *Redis) openCache(ctx context.Context, t *target, size int64) error {
	if t.cluster != nil {
		return errors.New("the client cache cannot be used on a Redis Cluster")
	}
	r.cache = newClientCache(&r.keys, size)
	tracker := &tracker{redis: r, target: t, role: t.failover != nil}
	s, err := tracker.subscribe(ctx)
	if err != nil {
		return fmt.Errorf("cannot use a client cache with Redis at %s: %w (it needs RESP3, of Redis 6.0 or later, and leave to use CLIENT TRACKING)", r.where, rootCause(err))
	}
	r.cache.alive(s.since)
	r.active.Add(1)
	go tracker.run(s)
	return nil
}

// plainCause returns what a person who sets up the connection needs of a failed call's error.
func plainCause(err error) error {
	var e *CacheError
	switch {
	case !errors.As(err, &e):
		return err
	case errors.Is(err, context.DeadlineExceeded): // of a dial
		return errors.New("no answer in time")
	case e.Err != nil:
		return rootCause(e.Err)
	}
	return errors.New(e.Message)
}

// quiet turns go-redis's log, which goes to stderr and is one for the process, into debug messages of slog.Default.
var quiet = sync.OnceFunc(func() { redis.SetLogger(debugLog{}) })

type debugLog struct{}

func (debugLog) Printf(ctx context.Context, format string, args ...any) {
	if slog.Default().Enabled(ctx, slog.LevelDebug) {
		slog.DebugContext(ctx, "redis: "+fmt.Sprintf(format, args...))
	}
}

// Where says where the Redis is, without credentials.
func (r *Redis) Where() string { return r.where }

// Ping asks the server for a sign of life.
func (r *Redis) Ping(ctx context.Context) error {
	_, err := r.Do(ctx, &Request{Method: &pingMethod})
	return err
}

var pingMethod = Method{Name: "ping", Unscoped: true, Repeat: Always, run: runPing}

// Close waits for the calls in flight: ordinary ones end by themselves, those that wait in a blocking command are
// ended with an error within a second or so (and the URL's read_timeout if the server is silent), and elements that
// reached them meanwhile are put back. It then closes every connection; the content of an embedded store is gone.
// Later calls, and Reply.GiveBack of earlier ones, come too late. Only the first call counts.
func (r *Redis) Close() error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	close(r.closing)
	r.mu.Unlock()
	r.active.Wait()
	r.parking.empty()
	var errs []error
	for _, c := range r.opened {
		errs = append(errs, c.Close())
	}
	if r.embedded != nil {
		r.embedded.close()
	}
	return errors.Join(errs...)
}

// enter counts a call that Close waits for. It reports false when it is too late for one.
func (r *Redis) enter() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	r.active.Add(1)
	return true
}

// Do carries out one request.
//
// Reads and idempotent writes (Method.Repeat) are sent again when the connection broke, up to maxAttempts times in
// all and inside ctx's deadline. Everything else is sent once. A ctx that is cancelled, as opposed to one whose
// deadline passes, does not end an ordinary command that has been sent: its reply, or the URL's read_timeout, does.
func (r *Redis) Do(ctx context.Context, q *Request) (Reply, error) {
	if ctx.Err() != nil {
		return Reply{}, context.Cause(ctx)
	}
	if reply, ok := r.cache.get(q); ok {
		return reply, nil
	}
	if !r.enter() {
		return Reply{}, q.fail(errClosed)
	}
	defer r.active.Done()
	if r.cache == nil {
		return r.carryOut(ctx, q)
	}
	if q.Method.Writes {
		defer r.cache.writing(*q)()
	}
	return r.read(ctx, q)
}

// carryOut is Do without the client cache.
func (r *Redis) carryOut(ctx context.Context, q *Request) (Reply, error) {
	if q.Method.run == nil {
		return Reply{}, q.fail(&failure{code: RedisError, message: "there is no method " + q.Method.Name})
	}
	written := false // an earlier attempt was: it may have happened
	for attempt := 1; ; attempt++ {
		reply, err := r.once(ctx, q)
		if err == nil {
			return reply, nil
		}
		f, ok := err.(*failure)
		if !ok {
			return Reply{}, err // the end of ctx
		}
		if f.transient && attempt < maxAttempts && q.repeatable() {
			written = written || f.code == UnknownOutcome
			if r.pause(ctx, attempt) {
				continue
			}
			if ctx.Err() != nil {
				return Reply{}, context.Cause(ctx)
			}
		}
		if f.code == Unavailable && written {
			f = &failure{code: UnknownOutcome, message: f.message + unknownText, err: f.err}
		}
		return Reply{}, q.fail(f)
	}
}

// once carries out a request without a second attempt.
func (r *Redis) once(ctx context.Context, q *Request) (Reply, error) {
	if r.embedded != nil && !q.Method.Blocks {
		if err := r.embedded.admit(q); err != nil {
			return Reply{}, err
		}
		r.embedded.turn.RLock()
		defer r.embedded.turn.RUnlock()
		r.embedded.advance(q.concernsTime())
	}
	return q.Method.run(ctx, conn{Redis: r}, q)
}

// maxAttempts is how often a request that may be repeated is sent at most.
const maxAttempts = 4

// pause waits before another attempt, a little longer each time, and reports whether there is to be one. Random
// lengths keep many callers from coming back at the same moment.
func (r *Redis) pause(ctx context.Context, attempt int) bool {
	if r.cluster != nil {
		r.cluster.ReloadState(ctx) // the broken node may have been replaced
	}
	d := 8 * time.Millisecond << (2 * (attempt - 1)) // 8, 32, 128 ms
	timer := time.NewTimer(d/2 + rand.N(d/2))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-r.closing:
		return false
	}
}

// repeatable reports whether carrying out q twice has the effect of carrying it out once.
func (q *Request) repeatable() bool {
	switch q.Method.Repeat {
	case Always:
		return true
	case Unless:
		for i := range q.Method.Params {
			if q.Method.Params[i].Kind == KindBool && q.Args[i].Int != 0 {
				return false
			}
		}
		return true
	}
	return false
}

// fail makes the error of a request.
func (q *Request) fail(f *failure) *CacheError {
	e := &CacheError{Code: f.code, Method: q.Method.Name, Scope: q.Scope, Message: f.message, Err: f.err}
	if len(q.Method.Params) > 0 && q.Method.Params[0].Kind == KindKey {
		e.Key = q.Args[0].Text
	}
	if e.Code == UnknownOutcome && !q.Method.Writes {
		e.Code = cmp.Or(f.read, Unavailable)
	}
	return e
}
