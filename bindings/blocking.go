package bindings

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// A blocking pop waits in the server, in slices of at most maxSlice, in a goroutine of the Redis and not of the run:
// a connection that is dropped in the middle of a wait can lose the element that is just being sent to it. When the
// run ends the slice goes on to its own end, and an element that it still catches is put back.
const maxSlice = time.Second

// sliceMargin is how long before the deadline the last slice ends. A server notices the end of a wait up to a tenth
// of a second late.
const sliceMargin = 150 * time.Millisecond

func runBlpop(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.popAny(ctx, q, "lpop", "lpush")
}

func runBrpop(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.popAny(ctx, q, "rpop", "rpush")
}

func (r *Redis) popAny(ctx context.Context, q *Request, pop, back string) (Reply, error) {
	names := q.Args[0].List
	if len(names) == 0 {
		return null(), &failure{code: RedisError, message: "there is no list to wait for: the array of keys is empty"}
	}
	keys := r.keys.keys(q.Scope, names)
	w := &wait{redis: r, scope: q.Scope, keys: keys, back: back}
	w.slice = func(ctx context.Context, timeout string) (Reply, string, error) {
		cmd, err := send(ctx, r, r.blocking(), redis.NewStringSliceCmd, "b"+pop, slices.Concat(keys, []string{timeout}))
		if err != nil {
			return null(), "", err
		}
		key, value := cmd.Val()[0], cmd.Val()[1]
		return list([]string{names[slices.Index(keys, key)], value}), key, nil
	}
	w.try = func(ctx context.Context) (Reply, string, error) {
		for i, key := range keys {
			if w.state.Load() != waiting { // nobody wants what is in the other lists, which may be many
				break
			}
			cmd, err := send(ctx, r, r.client, redis.NewStringCmd, pop, nil, key)
			if err != redis.Nil {
				return list([]string{names[i], cmd.Val()}), key, err
			}
		}
		return null(), "", redis.Nil
	}
	return w.do(ctx, q.Args[1].Int)
}

func runBrpoplpush(ctx context.Context, r conn, q *Request) (Reply, error) {
	key, dest := r.key(q), r.destKey(q)
	w := &wait{redis: r.Redis, scope: q.Scope, keys: []string{key}, back: "rpush", dest: dest}
	w.slice = func(ctx context.Context, timeout string) (Reply, string, error) {
		cmd, err := send(ctx, r.Redis, r.blocking(), redis.NewStringCmd, "brpoplpush", nil, key, dest, timeout)
		return text(cmd.Val()), key, err
	}
	w.try = func(ctx context.Context) (Reply, string, error) {
		cmd, err := send(ctx, r.Redis, r.client, redis.NewStringCmd, "rpoplpush", nil, key, dest)
		if err == nil {
			r.embedded.pushed(dest, 1)
		}
		return text(cmd.Val()), key, err
	}
	return w.do(ctx, q.Args[2].Int)
}

// wait is one blocking pop.
type wait struct {
	redis *Redis
	scope string
	keys  []string // Redis keys of the lists
	back  string   // command that puts an element back
	dest  string   // Redis key that the element was moved to; "" if it was popped

	// slice waits once, for a timeout in seconds, and try does not wait. They return redis.Nil when nothing came, else
	// what the script is to get and the Redis key that the element was in. The embedded store is only tried.
	slice func(ctx context.Context, timeout string) (Reply, string, error)
	try   func(ctx context.Context) (Reply, string, error)

	state  atomic.Int32  // whoever leaves waiting decides whether the element is the run's
	gone   chan struct{} // closed when the run has ended
	result chan popped
}

const (
	waiting int32 = iota
	delivered
	abandoned
)

type popped struct {
	reply Reply
	err   error
}

// do waits for timeout milliseconds (0: without end), or until ctx ends.
func (w *wait) do(ctx context.Context, timeout int64) (Reply, error) {
	w.result, w.gone = make(chan popped, 1), make(chan struct{})
	var until, deadline time.Time
	if timeout > 0 {
		until = time.Now().Add(time.Duration(timeout) * time.Millisecond)
	}
	if d, ok := ctx.Deadline(); ok {
		deadline = d.Add(-sliceMargin)
	}
	w.redis.active.Add(1) // Do holds one already, so that Close cannot be done
	w.redis.waits.Add(1)
	go func() {
		defer w.redis.active.Done()
		defer w.redis.waits.Add(-1)
		w.loop(until, deadline)
	}()
	select {
	case p := <-w.result:
		return p.reply, p.err
	case <-ctx.Done():
		close(w.gone)
		if !w.state.CompareAndSwap(waiting, abandoned) {
			p := <-w.result
			w.redis.active.Add(1)
			go func() {
				defer w.redis.active.Done()
				p.reply.GiveBack()
			}()
		}
		return null(), context.Cause(ctx)
	}
}

// loop waits in slices until there is something to deliver or nobody to deliver it to.
func (w *wait) loop(until, deadline time.Time) {
	ctx := context.Background() // not the run's: see maxSlice
	for first := true; w.state.Load() == waiting; first = false {
		now := time.Now()
		slice := maxSlice
		if !until.IsZero() {
			left := until.Sub(now)
			// However late this goroutine begins: an element that is there is the run's.
			if left <= 0 && !first {
				w.deliver(popped{}) // nothing came
				return
			}
			slice = min(slice, left)
		}
		if !deadline.IsZero() {
			left := deadline.Sub(now)
			if left <= 0 && !first {
				return // ctx is about to end
			}
			slice = min(slice, max(left, 0))
		}
		select {
		case <-w.redis.closing:
			w.deliver(popped{err: errClosed})
			return
		default:
		}
		reply, key, err := w.once(ctx, max(slice, time.Millisecond)) // 0 would be without end
		switch {
		case err == redis.Nil:
			continue
		case err != nil:
			w.deliver(popped{err: err})
			return
		}
		value := reply.Text
		if reply.Kind == ReplyList {
			value = reply.List[1]
		}
		reply.giveBack = func() { w.redis.giveBack(w, key, value) }
		if !w.deliver(popped{reply: reply}) {
			reply.GiveBack()
		}
		return
	}
}

// once waits for one slice.
func (w *wait) once(ctx context.Context, timeout time.Duration) (reply Reply, key string, err error) {
	if e := w.redis.embedded; e != nil {
		err = e.await(w.keys, timeout, w.gone, w.redis.closing, func() error {
			e.turn.RLock()
			defer e.turn.RUnlock()
			reply, key, err = w.try(ctx)
			return err
		})
		return reply, key, err
	}
	return w.slice(ctx, strconv.FormatFloat(timeout.Seconds(), 'f', 3, 64))
}

// deliver reports whether the run was still there to get p.
func (w *wait) deliver(p popped) bool {
	if !w.state.CompareAndSwap(waiting, delivered) {
		return false
	}
	w.result <- p
	return true
}

// backScript puts an element back where it came from, once however often it is sent: the first run leaves a token.
// KEYS: token, list[, the list that it was moved to]; ARGV: token's life in ms, push command, element. An element
// that somebody has meanwhile taken from the list it was moved to stays theirs.
const backScript = `if not redis.call('set', KEYS[1], '1', 'nx', 'px', ARGV[1]) then return 0 end
if KEYS[3] and redis.call('lrem', KEYS[3], 1, ARGV[3]) == 0 then return 0 end
return redis.call(ARGV[2], KEYS[2], ARGV[3])`

const (
	giveBackTimeout = 30 * time.Second // how long it is tried; more than a failover takes
	tokenLife       = 2 * giveBackTimeout
)

// giveBack undoes a pop. It tries for a while when the server cannot be reached, and logs the element when nothing
// helps.
func (r *Redis) giveBack(w *wait, key, value string) {
	ctx, cancel := context.WithTimeout(context.Background(), giveBackTimeout)
	defer cancel()
	token := r.keys.tokenKey(w.scope, rand.Text())
	keys := []any{backScript, 2, token, key}
	if w.dest != "" {
		keys = []any{backScript, 3, token, key, w.dest}
	}
	name, args := "eval", append(keys, tokenLife.Milliseconds(), w.back, value)
	plain := []any{key, value}
	if r.embedded != nil && w.dest == "" { // no connection can break, and its scripts are slow
		name, args = w.back, plain
	}
	if r.embedded != nil {
		r.embedded.turn.RLock()
		defer r.embedded.turn.RUnlock()
	}
	for attempt := 1; ; attempt++ {
		_, err := send(ctx, r, r.client, redis.NewIntCmd, name, nil, args...)
		if err == nil {
			r.embedded.pushed(key, 1)
			if name == "eval" { // the token expires by itself; without it nothing is left behind
				_, _ = send(ctx, r, r.client, redis.NewIntCmd, "unlink", nil, token)
			}
			return
		}
		var f *failure
		isFailure := errors.As(err, &f)
		if isFailure && f.code == RedisError && name == "eval" && w.dest == "" {
			name, args = w.back, plain // scripts are not allowed here: then once, without a token
			continue
		}
		if !isFailure || !f.transient || name != "eval" && f.code == UnknownOutcome || !backOff(ctx, attempt) {
			r.log.Error("an element that arrived for a run that had ended could not be put back",
				"key", key, "element", value, "error", err)
			return
		}
	}
}

// backOff waits before another attempt to put an element back. Close waits for it.
func backOff(ctx context.Context, attempt int) bool {
	timer := time.NewTimer(min(time.Second, 10*time.Millisecond<<min(attempt, 10)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
