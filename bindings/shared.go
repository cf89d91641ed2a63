package bindings

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// Many calls at once share connections: while one pipeline is on its way the next one gathers. That saves most of the
// system calls, here and in the server. A call alone would only wait for another goroutine, so it has a connection to
// itself.
//
// This is not go-redis's AutoPipeline because the promises of this package need what that hides: a caller whose context ends
// leaves without ending the others, and takes its command along if it has not been sent; nothing is ever sent
// again; and one script's large value is no error of the commands behind it.

// DefaultShareAbove is what RedisOptions.ShareAbove is unless set.
const DefaultShareAbove = 6

const (
	// sharedLanes is how many pipelines are on their way to a server at the same time.
	sharedLanes = 2
	// sharedRequest is the most bytes of arguments of a command that shares a connection. Sending more takes as long as many
	// commands of others.
	sharedRequest = 4 << 10
	// sharedReply is the most bytes of a reply on a connection that is shared. What is larger is asked for again elsewhere.
	sharedReply = 1 << 20
)

// sharing decides which calls share connections.
type sharing struct {
	client   func() client // opened by the first call that shares; nil: none does
	above    int64         // from how many calls in flight on
	inFlight atomic.Int64  // calls that could share
	on       atomic.Bool   // they do
	single   lane
	nodes    sync.Map // of a cluster: address → *lane
}

// process carries out a command, with those of other callers or alone.
func (s *sharing) process(ctx context.Context, r *Redis, c *call) error {
	if !c.sharable() {
		return r.client.Process(ctx, c)
	}
	n := s.inFlight.Add(1)
	defer s.inFlight.Add(-1)
	switch {
	case s.client != nil && s.share(n):
		return s.travel(ctx, r, c)
	case r.parking.client == nil:
	case n == 1:
		return r.parking.process(ctx, c, &s.inFlight)
	default:
		r.parking.empty() // there may be no other
	}
	return r.client.Process(ctx, c)
}

// travel carries out a command together with those of other callers.
func (s *sharing) travel(ctx context.Context, r *Redis, c *call) error {
	l := &s.single
	if cluster := r.cluster; cluster != nil {
		master, err := cluster.MasterForKey(ctx, c.key())
		if err != nil {
			return r.client.Process(ctx, c)
		}
		found, ok := s.nodes.Load(master.Options().Addr)
		if !ok {
			found, _ = s.nodes.LoadOrStore(master.Options().Addr, new(lane))
		}
		l = found.(*lane)
	}
	err := l.do(ctx, r, c)
	if f := tooLarge(err); f != nil { // a read: others of no size are sharable
		return r.client.Process(ctx, c)
	}
	return err
}

// share reports whether to share while n calls are in flight. It goes on until there are half as many as it began with, so
// that it does not change with every call.
func (s *sharing) share(n int64) bool {
	on := s.on.Load()
	if !on && n >= s.above || on && n < (s.above+1)/2 {
		on = !on
		s.on.Store(on)
	}
	return on
}

// lane is the way to one server.
type lane struct {
	mu       sync.Mutex
	gathered *pipeline // to be sent next; nil: nothing
	flushing int       // goroutines that send
}

// pipeline is commands that travel together.
type pipeline struct {
	calls []*call
	done  chan struct{} // closed when each call has its reply or error
}

// The states of a call that shares a connection.
const (
	queued  int32 = iota
	leaving       // it is being sent, or has been
	left          // its caller has gone before: it is not to be sent
)

func (l *lane) do(ctx context.Context, r *Redis, c *call) error {
	l.mu.Lock()
	p := l.gathered
	if p == nil {
		p = &pipeline{done: make(chan struct{})}
		l.gathered = p
	}
	p.calls = append(p.calls, c)
	if l.flushing < sharedLanes {
		l.flushing++
		r.active.Add(1) // the caller holds one already
		go l.flush(r)
	}
	l.mu.Unlock()
	select {
	case <-p.done:
		return c.Err()
	case <-ctx.Done():
		c.state.CompareAndSwap(queued, left)
		return ctx.Err()
	}
}

// flush sends what has gathered until there is nothing.
func (l *lane) flush(r *Redis) {
	defer r.active.Done()
	for {
		runtime.Gosched() // those who have just got their replies may have something to add
		l.mu.Lock()
		p := l.gathered
		l.gathered = nil
		if p == nil {
			l.flushing--
		}
		l.mu.Unlock()
		if p == nil {
			return
		}
		calls := make([]*call, 0, len(p.calls))
		for _, c := range p.calls {
			if c.state.CompareAndSwap(queued, leaving) {
				calls = append(calls, c)
			}
		}
		if len(calls) > 0 {
			_ = exec(context.Background(), r.sharing.client().Pipeline(), calls) // each command has its own error
		}
		close(p.done)
	}
}

// sharable reports whether the command can travel with those of other callers: it is short, its answer is short or can be
// asked for again, and the server has it done soon.
func (c *call) sharable() bool {
	switch c.Cmder.(type) {
	case *redis.IntCmd, *redis.StatusCmd:
		if c.name == "eval" {
			return false
		}
	case *redis.StringCmd:
		if c.name != "get" && c.name != "hget" {
			return false
		}
	default:
		return false
	}
	args := c.Args()
	size := 0
	for _, arg := range args[1:] {
		switch arg := arg.(type) {
		case string:
			size += len(arg)
		case *string:
			size += len(*arg)
		}
	}
	return len(args) > 1 && len(args) <= sharedRequest/16 && size <= sharedRequest
}

// key returns the Redis key of a command that has one.
func (c *call) key() string {
	switch key := c.Args()[1].(type) {
	case string:
		return key
	case *string:
		return *key
	}
	return ""
}
