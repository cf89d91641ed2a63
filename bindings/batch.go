package bindings

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// conn is where the functions of the rows send their commands: to Redis at once, or into a batch.
type conn struct {
	*Redis
	batch *outbox // nil: at once
}

// outbox is the commands of a batch on their way. Its memory is used again.
type outbox struct {
	calls []redis.Cmder // each a *call
	ends  []int         // where in calls the commands of each call of the batch end
	room  []call        // for most of calls
}

var outboxes = sync.Pool{New: func() any { return new(outbox) }}

// newOutbox returns an empty outbox for n calls. Its release must be called, unless an error is on its way.
func newOutbox(n int) *outbox {
	o := outboxes.Get().(*outbox)
	if cap(o.room) < n {
		*o = outbox{calls: make([]redis.Cmder, 0, n), ends: make([]int, 0, n), room: make([]call, n)}
	}
	return o
}

// release gives up the outbox, whose commands have been carried out.
func (o *outbox) release() {
	if cap(o.room) <= maxKeptCalls {
		o.empty()
		outboxes.Put(o)
	}
}

// empty lets go of the commands.
func (o *outbox) empty() {
	clear(o.room[:min(len(o.calls), len(o.room))])
	clear(o.calls)
	o.calls, o.ends = o.calls[:0], o.ends[:0]
}

// call returns the i-th command.
func (o *outbox) call(i int) *call { return o.calls[i].(*call) }

// add returns another command, which is empty.
func (o *outbox) add() *call {
	var c *call
	if n := len(o.calls); n < len(o.room) {
		c = &o.room[n]
	} else {
		c = new(call)
	}
	o.calls = append(o.calls, c)
	return c
}

// perform carries out a command and makes its answer into a reply; read is told that the answer was nil by missing. In a batch
// it adds the command, and the reply means nothing yet.
func perform[C redis.Cmder](ctx context.Context, r conn, q *Request, build func(context.Context, ...any) C,
	read reader, name string, list []string, args ...any) (Reply, error) {
	if r.batch != nil {
		c := r.batch.add()
		c.read, c.request = read, q
		fillCall(ctx, c, build, name, list, args)
		return null(), nil
	}
	cmd, err := send(ctx, r.Redis, r.client, build, name, list, args...)
	if err != nil && err != redis.Nil {
		return null(), err
	}
	return read(q, cmd, err == redis.Nil), nil
}

// delivery is a batch that is being carried out.
type delivery struct {
	redis   *Redis
	calls   []Request
	results []Result   // beside calls
	errs    []*failure // beside calls; nil: no failure
}

// DoBatch carries out the calls of a batch in one round trip, on a Cluster in one to each node that is concerned, side by
// side. The calls to one node are carried out in their order.
//
// A batch with a call that may not be repeated is sent once. Any other one is sent again when it is certain that nothing of
// what is sent again was carried out, and also when it only reads: together, writes that may be repeated one by
// one need not have the effect that they had the first time.
func (r *Redis) DoBatch(ctx context.Context, b *Batch) ([]Result, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	d := &delivery{redis: r, calls: b.Calls, results: slices.Grow(b.results, len(b.Calls))[:len(b.Calls)], errs: make([]*failure, len(b.Calls))}
	if !r.enter() {
		if b.Atomic {
			return nil, d.fail(errClosed)
		}
		for i := range d.errs {
			d.errs[i] = errClosed
		}
		return d.done(), nil
	}
	defer r.active.Done()
	defer r.cache.writing(b.Calls...)()
	var err error
	switch {
	case len(b.Calls) == 0:
	case r.embedded != nil:
		err = d.inTurn(ctx, b.Atomic)
	case b.Atomic:
		err = d.atomic(ctx)
	default:
		err = d.plain(ctx)
	}
	if err != nil {
		return nil, err
	}
	return d.done(), nil
}

// done makes the errors of the calls that failed.
func (d *delivery) done() []Result {
	for i, f := range d.errs {
		if f != nil {
			d.results[i] = Result{Err: d.calls[i].fail(f)}
		}
	}
	return d.results
}

// fail makes the error of an atomic batch as a whole.
func (d *delivery) fail(f *failure) *CacheError {
	e := &CacheError{Code: f.code, Method: pipelineName, Message: f.message, Err: f.err}
	for i := range d.calls {
		if d.calls[i].Scope != "" {
			e.Scope = d.calls[i].Scope
			break
		}
	}
	if e.Code == UnknownOutcome && !writes(d.calls) {
		e.Code = cmp.Or(f.read, Unavailable)
	}
	return e
}

// writes reports whether any of the calls writes.
func writes(calls []Request) bool {
	for i := range calls {
		if calls[i].Method.Writes {
			return true
		}
	}
	return false
}

// repeatable reports whether each of the calls may be repeated.
func repeatable(calls []Request) bool {
	for i := range calls {
		if !calls[i].repeatable() {
			return false
		}
	}
	return true
}

// inTurn carries out the calls in the embedded store, to which no round trip is long. An atomic batch has the store for
// itself, and does not stop half-way when ctx ends.
func (d *delivery) inTurn(ctx context.Context, atomic bool) error {
	once := d.redis.once
	if atomic {
		for i := range d.calls {
			if err := d.redis.embedded.admit(&d.calls[i]); err != nil {
				return d.fail(err.(*failure))
			}
		}
		ctx = context.WithoutCancel(ctx)
		d.redis.embedded.turn.Lock()
		defer d.redis.embedded.turn.Unlock()
		once = func(ctx context.Context, q *Request) (Reply, error) {
			d.redis.embedded.advance(q.concernsTime())
			return q.Method.run(ctx, conn{Redis: d.redis}, q)
		}
	}
	for i := range d.calls {
		reply, err := once(ctx, &d.calls[i])
		f, failed := err.(*failure)
		if err != nil && !failed {
			return err
		}
		d.results[i].Reply, d.errs[i] = reply, f
	}
	return nil
}

// plain carries out the calls, each for itself.
func (d *delivery) plain(ctx context.Context) error {
	may := repeatable(d.calls)
	from := 0 // what is before it has been carried out
	for attempt := 1; ; attempt++ {
		if err := d.send(ctx, from); err != nil {
			return err
		}
		if from = d.unsent(from); from < 0 || !may || attempt == maxAttempts || !d.redis.pause(ctx, attempt) {
			break
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// unsent returns the first of the calls from there on that another attempt may carry out, or -1 when there is none or a
// write behind it has been carried out, or may have been.
func (d *delivery) unsent(from int) int {
	first := -1
	for i := from; i < len(d.calls); i++ {
		f := d.errs[i]
		if first < 0 && f != nil && f.transient {
			first = i
		}
		if first >= 0 && d.calls[i].Method.Writes && (f == nil || !f.transient || f.code == UnknownOutcome) {
			return -1
		}
	}
	return first
}

// send sends the calls from there on, once, and reads their replies. Its error is the end of ctx.
func (d *delivery) send(ctx context.Context, from int) error {
	out, err := d.pack(ctx, from)
	if err != nil {
		return err
	}
	if len(out.calls) > 0 {
		_ = execCmds(ctx, d.redis.client.Pipeline(), out.calls) // each command has its own error
	}
	return d.unpack(ctx, from, out)
}

// pack makes the commands of the calls from there on. The reply to a call that needs no command is there already.
func (d *delivery) pack(ctx context.Context, from int) (out *outbox, err error) {
	out = newOutbox(len(d.calls) - from)
	for i := from; i < len(d.calls); i++ {
		q := &d.calls[i]
		if d.results[i].Reply, err = q.Method.run(ctx, conn{d.redis, out}, q); err != nil {
			return nil, err
		}
		out.ends = append(out.ends, len(out.calls))
	}
	return out, nil
}

// unpack takes the replies to the calls from there on, and releases the outbox. Its error is the end of ctx.
func (d *delivery) unpack(ctx context.Context, from int, out *outbox) error {
	at := 0
	for i, end := range out.ends {
		d.errs[from+i] = nil
		if at == end {
			continue // it needed no command
		}
		if err := d.read(ctx, from+i, out, at, end); err != nil {
			return err
		}
		at = end
	}
	out.release()
	return nil
}

// exec sends commands as one pipeline.
func exec(ctx context.Context, pipe redis.Pipeliner, calls []*call) error {
	cmds := make([]redis.Cmder, len(calls))
	for i, c := range calls {
		cmds[i] = c
	}
	return execCmds(ctx, pipe, cmds)
}

func execCmds(ctx context.Context, pipe redis.Pipeliner, cmds []redis.Cmder) error {
	_ = pipe.BatchProcess(ctx, cmds...) // it only adds them
	_, err := pipe.Exec(ctx)
	return err
}

// read takes the reply to call i, whose commands are those from at to end. Its error is the end of ctx. Of several commands
// the first that answers something counts.
func (d *delivery) read(ctx context.Context, i int, out *outbox, at, end int) error {
	for ; at < end; at++ {
		c := out.call(at)
		err := c.Err()
		if err != nil && err != redis.Nil {
			err = d.redis.explain(ctx, err, c.written)
			f, ok := err.(*failure)
			if !ok {
				return err
			}
			d.errs[i] = f
			return nil
		}
		reply := &d.results[i].Reply
		if *reply = c.read(c.request, c.Cmder, err == redis.Nil); reply.Int != 0 {
			break
		}
	}
	return nil
}

// atomic carries out the calls as a transaction.
func (d *delivery) atomic(ctx context.Context) error {
	may := repeatable(d.calls)
	for attempt := 1; ; attempt++ {
		err := d.transact(ctx)
		f, ok := err.(*failure)
		if !ok {
			return err // nil, or the end of ctx
		}
		known := f.code != UnknownOutcome || !writes(d.calls)
		if known && f.transient && may && attempt < maxAttempts {
			if d.redis.pause(ctx, attempt) {
				continue
			}
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
		}
		return d.fail(f)
	}
}

// transact sends the calls between MULTI and EXEC, once. A *failure is one of all of them.
func (d *delivery) transact(ctx context.Context) error {
	if err := d.redis.checkTransactions(ctx); err != nil {
		return err
	}
	out, err := d.pack(ctx, 0)
	if err != nil {
		return err
	}
	if len(out.calls) > 0 {
		if err := execCmds(ctx, d.redis.client.TxPipeline(), out.calls); err != nil {
			if err := d.whole(ctx, err, out); err != nil {
				return err
			}
		}
	}
	return d.unpack(ctx, 0, out)
}

// whole returns the *failure of a transaction of which nothing was carried out, or nobody knows, and nil when only some of
// its commands have failed. err is what go-redis says of it.
func (d *delivery) whole(ctx context.Context, err error, out *outbox) error {
	written := out.call(len(out.calls) - 1).written // without the last command there was no EXEC
	aborted := redis.IsExecAbortError(err)
	var first *failure // of a command that is a reason to give up
	for _, c := range out.calls {
		err := c.Err()
		if err == nil || err == redis.Nil {
			continue
		}
		err = d.redis.explain(ctx, err, written)
		f, ok := err.(*failure)
		if !ok {
			return err
		}
		switch {
		case strings.HasPrefix(f.message, execAbort):
			aborted = true
		case first == nil || f.ofAll() && !first.ofAll():
			first = f
		}
	}
	if first == nil && aborted {
		return d.redis.explain(ctx, err, false)
	}
	if first == nil || !aborted && !first.ofAll() {
		return nil
	}
	if first.code != UnknownOutcome {
		first.message += ": nothing of the pipeline was carried out"
	}
	return first
}

// ofAll reports whether a command can fail like this only together with all of its transaction.
func (f *failure) ofAll() bool { return f.code == Unavailable || f.code == UnknownOutcome }

const execAbort = "EXECABORT"

// checkTransactions makes sure, once, that the server lets this client use MULTI. If it did not, it would refuse the MULTI
// of a transaction and carry out the commands behind it all the same.
func (r *Redis) checkTransactions(ctx context.Context) error {
	if r.transacts.Load() {
		return nil
	}
	c, _ := newCall(ctx, redis.NewStatusCmd, "ping", nil, nil)
	_ = exec(ctx, r.client.TxPipeline(), []*call{c})
	if err := c.Err(); err != nil {
		return r.explain(ctx, err, false)
	}
	r.transacts.Store(true)
	return nil
}
