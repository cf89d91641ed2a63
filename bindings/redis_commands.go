package bindings

import (
	"context"
	"math"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// Each function carries out one row of Methods. The arguments stand where the row declares them; a *failure or the
// cause of ctx's end comes back as error.
//
// The functions of the rows that can be part of a pipeline work in a batch too: there, a command is added and its reply is
// null, to be read later. So what they make of a reply, the functions called read do.

// key returns the Redis key of the request's first argument.
func (r *Redis) key(q *Request) string { return r.keys.key(q.Scope, q.Args[0].Text) }

func null() Reply             { return Reply{} }
func boolean(b bool) Reply    { return Reply{Kind: ReplyBool, Int: b2i(b)} }
func integer(n int64) Reply   { return Reply{Kind: ReplyInt, Int: n} }
func text(s string) Reply     { return Reply{Kind: ReplyText, Text: s} }
func list(s []string) Reply   { return Reply{Kind: ReplyList, List: s} }
func pairs(kv []string) Reply { return Reply{Kind: ReplyMap, List: kv} }
func (a *Arg) isSet() bool    { return a.Int != 0 }

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// askInt sends a command whose reply is an integer.
func (r conn) askInt(ctx context.Context, q *Request, name string, list []string, args ...any) (Reply, error) {
	return perform(ctx, r, q, redis.NewIntCmd, readInt, name, list, args...)
}

func readInt(_ *Request, cmd redis.Cmder, _ bool) Reply { return integer(cmd.(*redis.IntCmd).Val()) }

// askBool sends a command whose reply is 0 or 1.
func (r conn) askBool(ctx context.Context, q *Request, name string, args ...any) (Reply, error) {
	return perform(ctx, r, q, redis.NewIntCmd, readBool, name, nil, args...)
}

func readBool(_ *Request, cmd redis.Cmder, _ bool) Reply {
	return boolean(cmd.(*redis.IntCmd).Val() != 0)
}

// askText sends a command whose reply is a string or nil.
func (r conn) askText(ctx context.Context, q *Request, name string, args ...any) (Reply, error) {
	return perform(ctx, r, q, redis.NewStringCmd, readText, name, nil, args...)
}

func readText(_ *Request, cmd redis.Cmder, missing bool) Reply {
	if missing {
		return null()
	}
	return text(cmd.(*redis.StringCmd).Val())
}

// askList sends a command whose reply is an array of strings.
func (r conn) askList(ctx context.Context, q *Request, name string, args ...any) (Reply, error) {
	return perform(ctx, r, q, redis.NewStringSliceCmd, readList, name, nil, args...)
}

func readList(_ *Request, cmd redis.Cmder, _ bool) Reply {
	return list(cmd.(*redis.StringSliceCmd).Val())
}

// askOK sends a command that answers OK, or nil when a condition kept it from acting.
func (r conn) askOK(ctx context.Context, q *Request, name string, list []string, args ...any) (Reply, error) {
	return perform(ctx, r, q, redis.NewStatusCmd, readOK, name, list, args...)
}

func readOK(_ *Request, _ redis.Cmder, missing bool) Reply { return boolean(!missing) }

// askAll sends a command with a list of elements behind the key. With no elements it sends nothing and answers 0:
// Redis has no such command.
func (r conn) askAll(ctx context.Context, name string, q *Request) (Reply, error) {
	if len(q.Args[1].List) == 0 {
		return integer(0), nil
	}
	return r.askInt(ctx, q, name, q.Args[1].List, r.key(q))
}

// General

func runPing(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askOK(ctx, q, "ping", nil)
}

// runInfo asks one node: on a cluster, any of its masters.
func runInfo(ctx context.Context, r conn, q *Request) (Reply, error) {
	return perform(ctx, r, q, redis.NewStringCmd, readInfo, "info", nil)
}

func readInfo(_ *Request, cmd redis.Cmder, _ bool) Reply {
	return Reply{Kind: ReplyInfo, Text: cmd.(*redis.StringCmd).Val()}
}

// runDbsize counts, on a cluster, the keys of all masters.
func runDbsize(ctx context.Context, r conn, q *Request) (Reply, error) {
	if r.cluster == nil {
		return r.askInt(ctx, q, "dbsize", nil)
	}
	counts := make(chan int64)
	done := make(chan error, 1)
	go func() {
		defer close(counts)
		done <- r.cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
			cmd, err := send(ctx, r.Redis, node, redis.NewIntCmd, "dbsize", nil)
			if err == nil {
				counts <- cmd.Val()
			}
			return err
		})
	}()
	var sum int64
	for n := range counts {
		sum += n
	}
	if err := <-done; err != nil {
		return null(), r.explained(ctx, err)
	}
	return integer(sum), nil
}

// explained returns an error that is already in its final form as it is, and explains any other: go-redis mixes its
// own errors of looking for nodes with those of what it was asked to do there.
func (r *Redis) explained(ctx context.Context, err error) error {
	if _, ok := err.(*failure); ok || ctx.Err() != nil && err == context.Cause(ctx) {
		return err
	}
	return r.explain(ctx, err, false)
}

func runType(ctx context.Context, r conn, q *Request) (Reply, error) {
	return perform(ctx, r, q, redis.NewStatusCmd, readType, "type", nil, r.key(q))
}

func readType(_ *Request, cmd redis.Cmder, _ bool) Reply {
	if cmd.(*redis.StatusCmd).Val() == "none" {
		return null()
	}
	return text(cmd.(*redis.StatusCmd).Val())
}

func runKeys(ctx context.Context, r conn, q *Request) (Reply, error) {
	s, err := r.scanKeys(ctx, q.Scope, q.Args[0].Text)
	if err != nil {
		return null(), err
	}
	keys, err := s.keys(ctx, q.Scope)
	return list(keys), err
}

func runExists(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askBool(ctx, q, "exists", r.key(q))
}

func runExpire(ctx context.Context, r conn, q *Request) (Reply, error) {
	key := r.key(q)
	if q.Args[1].Given {
		return r.askBool(ctx, q, "expire", key, q.Args[1].Int)
	}
	reply, err := r.askBool(ctx, q, "persist", key)
	if err != nil || reply.Int == 1 {
		return reply, err
	}
	// PERSIST answers 0 also for a key that never expires. In a batch both are sent, and the first true counts.
	return r.askBool(ctx, q, "exists", key)
}

func runExpireat(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askBool(ctx, q, "pexpireat", r.key(q), q.Args[1].Int)
}

// runTtl rounds milliseconds as Redis's TTL does; the embedded store's TTL rounds down.
func runTtl(ctx context.Context, r conn, q *Request) (Reply, error) {
	return perform(ctx, r, q, redis.NewIntCmd, readSeconds, "pttl", nil, r.key(q))
}

func readSeconds(_ *Request, cmd redis.Cmder, _ bool) Reply {
	ms := cmd.(*redis.IntCmd).Val()
	if ms < 0 {
		return integer(ms)
	}
	return integer((ms + 500) / 1000)
}

func runDelete(ctx context.Context, r conn, q *Request) (Reply, error) {
	if len(q.Args[0].List) == 0 {
		return integer(0), nil
	}
	return r.askInt(ctx, q, "unlink", r.keys.keys(q.Scope, q.Args[0].List))
}

// runDeletePattern deletes what a page of the scan has found in the round trip that asks for the next one.
func runDeletePattern(ctx context.Context, r conn, q *Request) (Reply, error) {
	var deleted int64
	s, err := r.scanKeys(ctx, q.Scope, q.Args[0].Text)
	if err != nil {
		return null(), err
	}
	var page []string
	for err == nil && (s.more || len(page) > 0) {
		var unlink *call
		var count *redis.IntCmd
		if len(page) > 0 {
			unlink, count = newCall(ctx, redis.NewIntCmd, "unlink", page, nil)
		}
		page, err = s.next(ctx, unlink)
		if unlink != nil && unlink.Err() == nil {
			deleted += count.Val()
		}
	}
	if f, ok := err.(*failure); ok && f.code == Unavailable && deleted > 0 {
		err = &failure{code: UnknownOutcome, message: f.message + ": some of the keys have been deleted", err: f.err, transient: f.transient}
	}
	return integer(deleted), err
}

// scanPage is how many buckets of the key space one SCAN looks at, and about how many keys it returns at most.
const scanPage = 1000

// scanner is a SCAN or HSCAN in progress.
type scanner struct {
	redis  *Redis
	to     client
	name   string
	key    []any // HSCAN's
	match  string
	keep   func(item string) bool // of what SCAN has found; nil: everything
	count  int
	cursor uint64
	more   bool  // there may be another page
	size   int64 // about the bytes of what add was given
}

// scanKeys begins a scan for the Redis keys of a scope that match a glob; a key can come twice.
func (r *Redis) scanKeys(ctx context.Context, scope, glob string) (*scanner, error) {
	head := r.keys.head(scope)
	s := &scanner{redis: r, to: r.client, name: "scan", match: r.keys.pattern(head, glob), count: scanPage, more: true}
	if r.cluster != nil {
		master, err := r.cluster.MasterForKey(ctx, head) // a scope lives in one slot
		if err != nil {
			return nil, r.explain(ctx, err, false)
		}
		s.to = master
	}
	if r.embedded != nil || r.keys.tail != "" && !isWhole(glob) {
		// The tail would become part of an unfinished class, and the embedded store has globs of its own.
		s.match = r.keys.pattern(head, "*")
		s.keep = func(k string) bool {
			key, ok := r.keys.unkey(head, k)
			return ok && matchGlob(glob, key)
		}
	}
	return s, nil
}

// next returns another page, which may be empty. along, if not nil, goes to the server in the same round trip, and before.
func (s *scanner) next(ctx context.Context, along *call) ([]string, error) {
	if !s.more {
		return nil, s.redis.process(ctx, s.to, along)
	}
	args := append(slices.Clip(s.key), s.cursor, "count", s.count)
	if s.redis.embedded == nil { // its pattern matching is not Redis's
		args = append(args, "match", s.match)
	}
	c, cmd := newCall(ctx, newScanCmd, s.name, nil, args)
	err := s.redis.process(ctx, s.to, along, c)
	if f, ok := err.(*failure); ok && f.read == RedisError && s.count > 1 {
		s.count = max(1, s.count/10) // long keys, or a hash with long values: fewer of them
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	page, cursor := cmd.Val()
	s.cursor, s.more = cursor, cursor != 0
	if s.keep != nil {
		page = slices.DeleteFunc(page, func(k string) bool { return !s.keep(k) })
	}
	return page, nil
}

func newScanCmd(ctx context.Context, args ...any) *redis.ScanCmd {
	return redis.NewScanCmd(ctx, nil, args...)
}

// add appends items to what the scan collects, unless that becomes more than a reply may be.
func (s *scanner) add(to []string, items ...string) ([]string, error) {
	const header = 16 // bytes that a string takes apart from its own
	for _, item := range items {
		s.size += int64(len(item)) + header
	}
	if s.size > s.redis.maxReply {
		return nil, tooLarge(&largeReply{s.redis.maxReply})
	}
	return append(to, items...), nil
}

// keys returns the script's keys of a scope that the scan finds, sorted and each once.
func (s *scanner) keys(ctx context.Context, scope string) ([]string, error) {
	head := s.redis.keys.head(scope)
	keys := []string{}
	for s.more {
		page, err := s.next(ctx, nil)
		if err != nil {
			return nil, err
		}
		for _, k := range page {
			if key, ok := s.redis.keys.unkey(head, k); ok {
				if keys, err = s.add(keys, key); err != nil {
					return nil, err
				}
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys), nil
}

// String

func runSet(ctx context.Context, r conn, q *Request) (Reply, error) {
	var room [5]any
	args := append(room[:0], r.key(q), q.Args[1].Text)
	if q.Args[2].Given {
		args = append(args, "ex", q.Args[2].Int)
	}
	if q.Args[3].isSet() {
		args = append(args, "nx")
	}
	if q.Args[4].isSet() {
		args = append(args, "xx")
	}
	return r.askOK(ctx, q, "set", nil, args...)
}

func runMset(ctx context.Context, r conn, q *Request) (Reply, error) {
	kv := q.Args[0].List
	if len(kv) == 0 {
		return boolean(false), nil
	}
	head := r.keys.head(q.Scope)
	rest := slices.Clone(kv)
	for i := 0; i < len(rest); i += 2 {
		rest[i] = head + rest[i] + r.keys.tail
	}
	return r.askOK(ctx, q, "mset", rest)
}

func runGet(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askText(ctx, q, "get", r.key(q))
}

func runMget(ctx context.Context, r conn, q *Request) (Reply, error) {
	names := distinct(q.Args[0].List)
	if len(names) == 0 {
		return pairs(nil), nil
	}
	q.Args[0].List = names
	return perform(ctx, r, q, redis.NewSliceCmd, readMget, "mget", r.keys.keys(q.Scope, names))
}

func readMget(q *Request, cmd redis.Cmder, _ bool) Reply {
	return paired(q.Args[0].List, cmd.(*redis.SliceCmd).Val())
}

// distinct returns names without those that stand earlier in it. The result of a call has each of them once, so asking twice for a
// value would only make a large reply of a small one.
func distinct(names []string) []string {
	const few = 16 // comparing them all takes less than a map of them
	repeated := len(names) > few
	for i := 1; i < len(names) && !repeated; i++ {
		repeated = slices.Contains(names[:i], names[i])
	}
	if !repeated {
		return names
	}
	seen := make(map[string]bool, len(names))
	once := names[:0:0]
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			once = append(once, name)
		}
	}
	return once
}

// paired makes the reply of names and their values, of which some may be nil.
func paired(names []string, values []any) Reply {
	reply := pairs(make([]string, 0, 2*len(names)))
	for i, v := range values {
		s, ok := v.(string)
		if !ok {
			if reply.Missing == nil {
				reply.Missing = make([]bool, len(names))
			}
			reply.Missing[i] = true
		}
		reply.List = append(reply.List, names[i], s)
	}
	return reply
}

func runGetPattern(ctx context.Context, r conn, q *Request) (Reply, error) {
	s, err := r.scanKeys(ctx, q.Scope, q.Args[0].Text)
	if err != nil {
		return null(), err
	}
	keys, err := s.keys(ctx, q.Scope)
	if err != nil {
		return null(), err
	}
	all := pairs(make([]string, 0, 2*len(keys)))
	all.Missing = make([]bool, 0, len(keys))
	for names := range slices.Chunk(keys, scanPage) {
		cmd, err := send(ctx, r.Redis, r.client, redis.NewSliceCmd, "mget", r.keys.keys(q.Scope, names))
		if err != nil {
			return null(), err
		}
		page := paired(names, cmd.Val())
		if page.Missing == nil {
			page.Missing = make([]bool, len(names))
		}
		if all.List, err = s.add(all.List, page.List...); err != nil {
			return null(), err
		}
		all.Missing = append(all.Missing, page.Missing...)
	}
	return all, nil
}

func runGetset(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askText(ctx, q, "getset", r.key(q), q.Args[1].Text)
}

func runIncr(ctx context.Context, r conn, q *Request) (Reply, error) {
	key := r.key(q)
	if r.embedded != nil {
		if err := r.refuseOddNumber(ctx, q, "get", key); err != nil {
			return null(), err
		}
	}
	return r.askInt(ctx, q, "incrby", nil, key, q.Args[1].Int)
}

func runIncrby(ctx context.Context, r conn, q *Request) (Reply, error) { return runIncr(ctx, r, q) }

var notANumber = &failure{code: NotANumber, message: "value is not an integer or out of range"}

// refuseOddNumber gives the embedded store Redis's idea of an integer: it takes "+1" and "01" for one too.
func (r conn) refuseOddNumber(ctx context.Context, q *Request, get string, args ...any) error {
	reply, err := r.askText(ctx, q, get, args...)
	if err != nil || reply.Kind == ReplyNull {
		return err
	}
	n, err := strconv.ParseInt(reply.Text, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != reply.Text {
		return notANumber
	}
	return nil
}

// Hash

func runHkeys(ctx context.Context, r conn, q *Request) (Reply, error) {
	glob := q.Args[1].Text
	s := &scanner{redis: r.Redis, to: r.client, name: "hscan", key: []any{r.key(q)}, match: glob, count: scanPage, more: true}
	fields := []string{}
	for s.more {
		page, err := s.next(ctx, nil)
		if err != nil {
			return null(), err
		}
		for i := 0; i < len(page); i += 2 {
			if r.embedded == nil || matchGlob(glob, page[i]) {
				if fields, err = s.add(fields, page[i]); err != nil {
					return null(), err
				}
			}
		}
	}
	slices.Sort(fields)
	return list(slices.Compact(fields)), nil
}

func runHset(ctx context.Context, r conn, q *Request) (Reply, error) {
	name := "hset"
	if q.Args[3].isSet() {
		name = "hsetnx"
	}
	return r.askInt(ctx, q, name, nil, r.key(q), q.Args[1].Text, q.Args[2].Text)
}

func runHmset(ctx context.Context, r conn, q *Request) (Reply, error) {
	if len(q.Args[1].List) == 0 {
		return boolean(false), nil
	}
	return perform(ctx, r, q, redis.NewIntCmd, readDone, "hset", q.Args[1].List, r.key(q))
}

func readDone(*Request, redis.Cmder, bool) Reply { return boolean(true) }

func runHget(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askText(ctx, q, "hget", r.key(q), q.Args[1].Text)
}

func runHmget(ctx context.Context, r conn, q *Request) (Reply, error) {
	fields := distinct(q.Args[1].List)
	if len(fields) == 0 {
		return pairs(nil), nil
	}
	q.Args[1].List = fields
	return perform(ctx, r, q, redis.NewSliceCmd, readHmget, "hmget", fields, r.key(q))
}

func readHmget(q *Request, cmd redis.Cmder, _ bool) Reply {
	return paired(q.Args[1].List, cmd.(*redis.SliceCmd).Val())
}

func runHgetall(ctx context.Context, r conn, q *Request) (Reply, error) {
	return perform(ctx, r, q, redis.NewMapStringStringCmd, readHash, "hgetall", nil, r.key(q))
}

// readHash sorts the fields: the two protocols and the embedded store would give them in different orders.
func readHash(_ *Request, cmd redis.Cmder, _ bool) Reply {
	hash := cmd.(*redis.MapStringStringCmd).Val()
	fields := make([]string, 0, len(hash))
	for f := range hash {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	kv := make([]string, 0, 2*len(hash))
	for _, f := range fields {
		kv = append(kv, f, hash[f])
	}
	return pairs(kv)
}

func runHincr(ctx context.Context, r conn, q *Request) (Reply, error) {
	key, field, step := r.key(q), q.Args[1].Text, q.Args[2].Int
	if r.embedded == nil {
		return r.askInt(ctx, q, "hincrby", nil, key, field, step)
	}
	if err := r.refuseOddNumber(ctx, q, "hget", key, field); err != nil {
		return null(), err
	}
	reply, err := r.askInt(ctx, q, "hincrby", nil, key, field, step)
	if err == nil && (step > 0 && reply.Int < math.MinInt64+step || step < 0 && reply.Int > math.MaxInt64+step) {
		// The embedded store has wrapped around; wrapping back restores the value.
		if _, err = r.askInt(ctx, q, "hincrby", nil, key, field, -step); err == nil {
			err = notANumber
		}
	}
	return reply, err
}

func runHincrby(ctx context.Context, r conn, q *Request) (Reply, error) { return runHincr(ctx, r, q) }

func runHdel(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askAll(ctx, "hdel", q)
}

// List

func runLpush(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.push(ctx, "lpush", q)
}
func runRpush(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.push(ctx, "rpush", q)
}

func (r conn) push(ctx context.Context, name string, q *Request) (Reply, error) {
	if len(q.Args[1].List) == 0 {
		return runLlen(ctx, r, q)
	}
	key := r.key(q)
	reply, err := r.askInt(ctx, q, name, q.Args[1].List, key)
	if err == nil {
		r.embedded.pushed(key, len(q.Args[1].List))
	}
	return reply, err
}

func runLpop(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askText(ctx, q, "lpop", r.key(q))
}

func runRpop(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askText(ctx, q, "rpop", r.key(q))
}

func runRpoplpush(ctx context.Context, r conn, q *Request) (Reply, error) {
	dest := r.destKey(q)
	reply, err := r.askText(ctx, q, "rpoplpush", r.key(q), dest)
	if err == nil && reply.Kind != ReplyNull {
		r.embedded.pushed(dest, 1)
	}
	return reply, err
}

// destKey returns the Redis key of rpoplpush's destination: dest_key, or the same key, in dest_scope.
func (r *Redis) destKey(q *Request) string {
	dest := q.Args[0].Text
	if q.Args[1].Given {
		dest = q.Args[1].Text
	}
	return r.keys.key(q.DestScope, dest)
}

func runLlen(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askInt(ctx, q, "llen", nil, r.key(q))
}

func runLrange(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askList(ctx, q, "lrange", r.key(q), q.Args[1].Int, q.Args[2].Int)
}

func runLtrim(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askOK(ctx, q, "ltrim", nil, r.key(q), q.Args[1].Int, q.Args[2].Int)
}

// Set

func runSadd(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askAll(ctx, "sadd", q)
}

func runSrem(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askAll(ctx, "srem", q)
}

func runScard(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askInt(ctx, q, "scard", nil, r.key(q))
}

func runSmembers(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askList(ctx, q, "smembers", r.key(q))
}

func runSismember(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askBool(ctx, q, "sismember", r.key(q), q.Args[1].Text)
}

// Sorted set

func runZadd(ctx context.Context, r conn, q *Request) (Reply, error) {
	if len(q.Args[1].List) == 0 {
		return integer(0), nil
	}
	rest := slices.Clone(q.Args[1].List)
	for i := 0; i < len(rest); i += 2 {
		rest[i], rest[i+1] = rest[i+1], rest[i] // Redis wants the score first
	}
	return r.askInt(ctx, q, "zadd", rest, r.key(q))
}

func runZrem(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askAll(ctx, "zrem", q)
}

func runZcard(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askInt(ctx, q, "zcard", nil, r.key(q))
}

func runZrange(ctx context.Context, r conn, q *Request) (Reply, error) {
	name := "zrange"
	if q.Args[3].isSet() {
		name = "zrevrange"
	}
	return r.members(ctx, q, name, q.Args[4].isSet(), r.key(q), q.Args[1].Int, q.Args[2].Int)
}

func runZrangebyscore(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.members(ctx, q, "zrangebyscore", q.Args[3].isSet(), r.key(q), q.Args[1].Text, q.Args[2].Text)
}

// members sends a command that answers members of a sorted set, with their scores or without.
func (r conn) members(ctx context.Context, q *Request, name string, scores bool, key string, from, to any) (Reply, error) {
	if !scores {
		return r.askList(ctx, q, name, key, from, to)
	}
	return perform(ctx, r, q, redis.NewZSliceCmd, readScored, name, nil, key, from, to, "withscores")
}

func readScored(_ *Request, cmd redis.Cmder, _ bool) Reply {
	scored := cmd.(*redis.ZSliceCmd).Val()
	reply := Reply{Kind: ReplyScored, List: make([]string, len(scored)), Scores: make([]float64, len(scored))}
	for i, z := range scored {
		reply.List[i], reply.Scores[i] = z.Member.(string), z.Score
	}
	return reply
}

// Message

func runPublish(ctx context.Context, r conn, q *Request) (Reply, error) {
	return r.askInt(ctx, q, "publish", nil, r.key(q), q.Args[1].Text)
}
