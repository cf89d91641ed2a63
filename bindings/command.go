package bindings

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// call is one command on its way to the server. It wraps the typed command that reads the reply, and knows whether
// any of it may have been sent.
type call struct {
	redis.Cmder
	name    string
	written bool         // serialized for a connection: the server may have it
	state   atomic.Int32 // of one that shares a connection: queued…
	read    reader       // of one in a batch: makes its answer into the reply to request
	request *Request
	args    [6]any   // room for the arguments of most commands
	text    [16]byte // room for the name on its way
}

// reader makes the answer to a command into the reply to q; missing says that the answer was nil.
type reader func(q *Request, cmd redis.Cmder, missing bool) Reply

// NoRetry keeps go-redis's cluster client from sending the command again by itself.
func (c *call) NoRetry() bool { return true }

// Name returns the command's name. go-redis would take it from the first argument, which is a verb.
func (c *call) Name() string { return c.name }

// verb is a call as its own first argument. go-redis asks it for its bytes at the moment it writes the command to a
// connection that has been dialed and has shaken hands: that tells a server that cannot be reached from one that may
// have received the command.
type verb call

// MarshalBinary returns the command's name.
func (v *verb) MarshalBinary() ([]byte, error) {
	v.written = true
	return append(v.text[:0], v.name...), nil
}

// send carries out one command, with the elements of list behind args, and returns the typed command that has read
// the reply. Its error is nil, redis.Nil, the cause of ctx's end, or a *failure. build is a constructor of go-redis,
// as redis.NewIntCmd; the first of args, if any, is the key.
func send[C redis.Cmder](ctx context.Context, r *Redis, to client, build func(context.Context, ...any) C, name string, list []string, args ...any) (C, error) {
	c, cmd := newCall(ctx, build, name, list, args)
	var err error
	if to == r.client {
		err = r.sharing.process(ctx, r, c)
	} else {
		err = to.Process(ctx, c)
	}
	if err == nil || err == redis.Nil {
		return cmd, err
	}
	// A call that shares a connection may still be on its way there when its caller's time is over: then only the end counts.
	return cmd, r.explain(ctx, err, ctx.Err() == nil && c.written)
}

// process carries out commands in one round trip, except those that are nil. Its error is that of the first that failed:
// redis.Nil, the cause of ctx's end, or a *failure.
func (r *Redis) process(ctx context.Context, to client, calls ...*call) error {
	if calls = slices.DeleteFunc(calls, func(c *call) bool { return c == nil }); len(calls) == 1 {
		_ = to.Process(ctx, calls[0])
	} else {
		_ = exec(ctx, to.Pipeline(), calls) // each command has its own error
	}
	for _, c := range calls {
		if err := c.Err(); err == redis.Nil {
			return err
		} else if err != nil {
			return r.explain(ctx, err, c.written)
		}
	}
	return nil
}

// newCall returns a command that has not been sent, and the typed command in it.
func newCall[C redis.Cmder](ctx context.Context, build func(context.Context, ...any) C, name string, list []string, args []any) (*call, C) {
	c := new(call)
	return c, fillCall(ctx, c, build, name, list, args)
}

// fillCall makes an empty call the command, and returns the typed one in it.
func fillCall[C redis.Cmder](ctx context.Context, c *call, build func(context.Context, ...any) C, name string, list []string, args []any) C {
	c.name = name
	all := append(append(c.args[:0], (*verb)(c)), args...)
	if len(list) > 0 {
		grown := make([]any, len(all), len(all)+len(list))
		copy(grown, all)
		all = grown
		for i := range list {
			all = append(all, &list[i]) // a pointer needs no memory of its own
		}
	}
	cmd := build(ctx, all...)
	c.Cmder = cmd
	switch {
	case name == "eval":
		cmd.SetFirstKeyPos(3)
	case len(args)+len(list) > 0:
		cmd.SetFirstKeyPos(1)
	}
	return cmd
}

// failure is why a command did not succeed, before it is known which request it was for.
type failure struct {
	code      Code
	message   string
	err       error // the cause; nil if the server said so
	transient bool  // another attempt may succeed
	read      Code  // instead of UnknownOutcome, for a read, which has no outcome that could be unknown; "" means Unavailable
}

func (f *failure) Error() string { return f.message }

func (f *failure) Unwrap() error { return f.err }

var errClosed = &failure{code: Unavailable, message: "the cache has been closed"}

const unknownText = ": it may or may not have been carried out"

// replies tells what the error replies of Redis mean. The first whose prefix fits counts; none of those that are
// Unavailable has changed anything.
var replies = []struct {
	prefix    string
	code      Code
	transient bool
}{
	{"WRONGTYPE", WrongType, false},
	{"CROSSSLOT", CrossSlot, false},
	{"ERR value is not an integer", NotANumber, false},
	{"ERR hash value is not an integer", NotANumber, false},
	{"ERR increment or decrement would overflow", NotANumber, false},
	{"LOADING", Unavailable, true},
	{"READONLY", Unavailable, true},
	{"MASTERDOWN", Unavailable, true},
	{"CLUSTERDOWN", Unavailable, true},
	{"TRYAGAIN", Unavailable, true},
	{"UNBLOCKED", Unavailable, true},
	{"ERR max number of clients reached", Unavailable, true},
	{"MOVED", Unavailable, true},
	{"ASK", Unavailable, true},
	{"BUSY", Unavailable, false},
	{"NOREPLICAS", Unavailable, false},
	{"OOM", Unavailable, false},
	{"MISCONF", Unavailable, false},
	{"NOAUTH", Unavailable, false},
	{"WRONGPASS", Unavailable, false},
	{"ERR AUTH", Unavailable, false},
	{"ERR invalid password", Unavailable, false},
}

// explain turns an error of go-redis into the end of ctx or a *failure. written says that the command may have
// reached the server.
func (r *Redis) explain(ctx context.Context, err error, written bool) error {
	if f := tooLarge(err); f != nil {
		return f
	}
	var reply redis.Error
	if errors.As(err, &reply) {
		text := reply.Error()
		for i := range replies {
			if strings.HasPrefix(text, replies[i].prefix) {
				return &failure{code: replies[i].code, message: text, transient: replies[i].transient}
			}
		}
		return &failure{code: RedisError, message: text}
	}
	if ended(ctx) {
		return context.Cause(ctx)
	}
	f := &failure{code: Unavailable, err: err, transient: true}
	switch {
	case written:
		f.code = UnknownOutcome
		f.message = "the connection to Redis broke before the reply came (" + reason(err) + ")" + unknownText
	case errors.Is(err, redis.ErrPoolTimeout), errors.Is(err, redis.ErrPoolExhausted):
		f.message = "all connections to Redis are in use (raise pool_size)"
		f.transient = false
	case errors.Is(err, redis.ErrClosed):
		f.message, f.transient = errClosed.message, false
	default:
		f.message = "Redis cannot be reached (" + reason(err) + ")"
	}
	return f
}

// ended reports whether ctx has ended. A connection's deadline is that of ctx and can pass a moment earlier than
// ctx's own timer.
func ended(ctx context.Context) bool {
	if d, ok := ctx.Deadline(); ok && !time.Now().Before(d) {
		<-ctx.Done()
	}
	return ctx.Err() != nil
}

// reason says in a few words what went wrong on a connection, without addresses: scripts see it.
func reason(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return "connection closed"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	}
	return rootCause(err).Error()
}

// rootCause returns the innermost error.
func rootCause(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}
