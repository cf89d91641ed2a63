package bindings

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"dff/tests/redistest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// connect connects to a target, "" being the embedded store.
func connect(tb testing.TB, url string) *Redis {
	tb.Helper()
	return connectWith(tb, RedisOptions{URL: url})
}

func connectWith(tb testing.TB, o RedisOptions) *Redis {
	tb.Helper()
	r, err := Connect(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := r.Close(); err != nil {
			tb.Error(err)
		}
	})
	return r
}

// request builds the request that a script's call with these arguments, nil for one not given, would make.
func request(tb testing.TB, method string, args ...any) *Request {
	tb.Helper()
	i := slices.IndexFunc(Methods, func(m Method) bool { return m.Name == method })
	if i < 0 {
		tb.Fatalf("no method %s", method)
	}
	q := &Request{Method: &Methods[i], Script: "test", Args: make([]Arg, len(Methods[i].Params))}
	if !q.Method.Unscoped {
		q.Scope, q.DestScope = "test", "test"
	}
	for i, p := range q.Method.Params {
		a := &q.Args[i]
		switch p.Kind { // the defaults of the table
		case KindPattern:
			a.Text = "*"
		case KindInteger:
			if p.Default != "" {
				fmt.Sscan(p.Default, &a.Int)
			}
		case KindScore:
			a.Text = strings.Trim(p.Default, "'")
		}
		if i >= len(args) || args[i] == nil {
			continue
		}
		a.Given = true
		switch v := args[i].(type) {
		case string:
			a.Text = v
			if p.Kind == KindKeys || p.Kind == KindValues {
				a.List, a.Text = []string{v}, ""
			}
		case int:
			a.Int = int64(v)
		case int64:
			a.Int = v
		case bool:
			a.Int = b2i(v)
		case []string:
			a.List = v
		default:
			tb.Fatalf("argument %d of %s: %T", i, method, v)
		}
	}
	return q
}

// ask carries out a call that must succeed.
func ask(tb testing.TB, b Backend, method string, args ...any) Reply {
	tb.Helper()
	reply, err := b.Do(tb.Context(), request(tb, method, args...))
	if err != nil {
		tb.Fatalf("%s%v: %v", method, args, err)
	}
	return reply
}

// step is a call and what it gives.
type step struct {
	method string
	args   []any
	want   Reply
	code   Code
}

func do(method string, args ...any) step { return step{method: method, args: args} }

func (s step) gives(r Reply) step   { s.want = r; return s }
func (s step) fails(code Code) step { s.code = code; return s }

func scored(members []string, scores ...float64) Reply {
	return Reply{Kind: ReplyScored, List: members, Scores: scores}
}

func missing(r Reply, missing ...bool) Reply { r.Missing = missing; return r }

// future is a time that TTLs count to; past is over.
func future() int64 { return time.Now().Add(100 * time.Second).UnixMilli() }

type commandTest struct {
	name  string
	steps []step
}

func commandTests() []commandTest {
	return []commandTest{
		{"general", []step{
			do("ping").gives(boolean(true)),
			do("type", "k").gives(null()),
			do("exists", "k").gives(boolean(false)),
			do("ttl", "k").gives(integer(-2)),
			do("expire", "k", 10).gives(boolean(false)),
			do("expire", "k").gives(boolean(false)),
			do("expireat", "k", future()).gives(boolean(false)),
			do("delete", "k").gives(integer(0)),
			do("delete", []string{}).gives(integer(0)),
			do("keys").gives(list([]string{})),
			do("delete_pattern").gives(integer(0)),
			do("get_pattern").gives(pairs(nil)),
			do("set", "k", "v").gives(boolean(true)),
			do("type", "k").gives(text("string")),
			do("exists", "k").gives(boolean(true)),
			do("ttl", "k").gives(integer(-1)),
			do("expire", "k").gives(boolean(true)),
			do("expire", "k", 10).gives(boolean(true)),
			do("ttl", "k").gives(integer(10)),
			do("expire", "k").gives(boolean(true)),
			do("ttl", "k").gives(integer(-1)),
			do("expireat", "k", future()).gives(boolean(true)),
			do("ttl", "k").gives(integer(100)),
			do("dbsize").gives(integer(1)),
			do("expireat", "k", int64(1)).gives(boolean(true)),
			do("exists", "k").gives(boolean(false)),
			do("dbsize").gives(integer(0)),
		}},
		{"patterns", []step{
			do("mset", []string{"a1", "1", "a2", "2", "b1", "3", "a*", "4", "é", "5", `x\`, "6", "[", "7"}).gives(boolean(true)),
			do("lpush", "a3", "x").gives(integer(1)),
			do("keys").gives(list([]string{"[", "a*", "a1", "a2", "a3", "b1", `x\`, "é"})),
			do("keys", "a?").gives(list([]string{"a*", "a1", "a2", "a3"})),
			do("keys", `a\*`).gives(list([]string{"a*"})),
			do("keys", "[ab]1").gives(list([]string{"a1", "b1"})),
			do("keys", "[^a]1").gives(list([]string{"b1"})),
			do("keys", "[c-a]1").gives(list([]string{"a1", "b1"})),
			do("keys", "?").gives(list([]string{"["})),
			do("keys", "??").gives(list([]string{"a*", "a1", "a2", "a3", "b1", `x\`, "é"})),
			do("keys", `x\`).gives(list([]string{`x\`})),
			do("keys", "a[12").gives(list([]string{"a1", "a2"})),
			do("keys", "nothing").gives(list([]string{})),
			do("get_pattern", "a[13]").gives(missing(pairs([]string{"a1", "1", "a3", ""}), false, true)),
			do("delete_pattern", "a*").gives(integer(4)),
			do("keys").gives(list([]string{"[", "b1", `x\`, "é"})),
			do("delete", []string{"[", "b1", "none"}).gives(integer(2)),
			do("delete_pattern").gives(integer(2)),
		}},
		{"string", []step{
			do("get", "k").gives(null()),
			do("set", "k", "v", 100).gives(boolean(true)),
			do("get", "k").gives(text("v")),
			do("ttl", "k").gives(integer(100)),
			do("set", "k", "w", nil, true).gives(boolean(false)),
			do("set", "k", "w", nil, nil, true).gives(boolean(true)),
			do("ttl", "k").gives(integer(-1)),
			do("set", "n", "w", nil, nil, true).gives(boolean(false)),
			do("set", "n", "", nil, true).gives(boolean(true)),
			do("get", "n").gives(text("")),
			do("mset", []string{}).gives(boolean(false)),
			do("rpush", "l", "x").gives(integer(1)),
			do("mget", []string{"k", "nothing", "l", "n", "k"}).gives(missing(pairs([]string{"k", "w", "nothing", "", "l", "", "n", ""}), false, true, true, false)),
			do("mget", []string{}).gives(pairs(nil)),
			do("expire", "k", 10).gives(boolean(true)),
			do("getset", "k", "x").gives(text("w")),
			do("ttl", "k").gives(integer(-1)),
			do("getset", "k2", "x").gives(null()),
			do("get", "l").fails(WrongType),
			do("getset", "l", "x").fails(WrongType),
			do("incr", "l").fails(WrongType),
			do("set", "l", "now a string").gives(boolean(true)),
			do("get", "l").gives(text("now a string")),
		}},
		{"counters", []step{
			do("incr", "c").gives(integer(1)),
			do("incr", "c", 5).gives(integer(6)),
			do("incrby", "c", -10).gives(integer(-4)),
			do("set", "c", "9223372036854775806").gives(boolean(true)),
			do("incr", "c").gives(integer(math.MaxInt64)),
			do("incr", "c").fails(NotANumber),
			do("get", "c").gives(text("9223372036854775807")),
			do("set", "c", "1.5").gives(boolean(true)),
			do("incr", "c").fails(NotANumber),
			do("set", "c", "+1").gives(boolean(true)),
			do("incr", "c").fails(NotANumber),
			do("set", "c", "01").gives(boolean(true)),
			do("incrby", "c", 1).fails(NotANumber),
			do("hincr", "h", "f").gives(integer(1)),
			do("hincrby", "h", "f", 9).gives(integer(10)),
			do("hincr", "h", "f", -20).gives(integer(-10)),
			do("hset", "h", "f", "x").gives(integer(0)),
			do("hincr", "h", "f").fails(NotANumber),
			do("hset", "h", "f", "9223372036854775807").gives(integer(0)),
			do("hincr", "h", "f").fails(NotANumber),
			do("hget", "h", "f").gives(text("9223372036854775807")),
			do("hset", "h", "f", "-9223372036854775808").gives(integer(0)),
			do("hincrby", "h", "f", -1).fails(NotANumber),
			do("hget", "h", "f").gives(text("-9223372036854775808")),
			do("hincr", "c", "f").fails(WrongType),
		}},
		{"hash", []step{
			do("hkeys", "h").gives(list([]string{})),
			do("hgetall", "h").gives(pairs(nil)),
			do("hget", "h", "f").gives(null()),
			do("hmset", "h", []string{}).gives(boolean(false)),
			do("hmget", "h", []string{}).gives(pairs(nil)),
			do("hset", "h", "f", "1").gives(integer(1)),
			do("hset", "h", "f", "2").gives(integer(0)),
			do("hset", "h", "f", "3", true).gives(integer(0)),
			do("hset", "h", "g", "3", true).gives(integer(1)),
			do("hmset", "h", []string{"x", "", "f", "4"}).gives(boolean(true)),
			do("hkeys", "h").gives(list([]string{"f", "g", "x"})),
			do("hkeys", "h", "[fg]").gives(list([]string{"f", "g"})),
			do("hgetall", "h").gives(pairs([]string{"f", "4", "g", "3", "x", ""})),
			do("hmget", "h", []string{"x", "y"}).gives(missing(pairs([]string{"x", "", "y", ""}), false, true)),
			do("hdel", "h", []string{"f", "g", "y"}).gives(integer(2)),
			do("hdel", "h", []string{}).gives(integer(0)),
			do("set", "s", "x").gives(boolean(true)),
			do("hkeys", "s").fails(WrongType),
			do("hgetall", "s").fails(WrongType),
		}},
		{"list", []step{
			do("llen", "l").gives(integer(0)),
			do("lpop", "l").gives(null()),
			do("rpop", "l").gives(null()),
			do("rpoplpush", "l").gives(null()),
			do("lpush", "l", []string{"a", "b", "c"}).gives(integer(3)),
			do("rpush", "l", []string{"d", "e"}).gives(integer(5)),
			do("lpush", "l", []string{}).gives(integer(5)),
			do("lrange", "l").gives(list([]string{"c", "b", "a", "d", "e"})),
			do("lrange", "l", 0, -1).gives(list([]string{"c", "b", "a", "d", "e"})),
			do("lrange", "l", 9, 10).gives(list([]string{})),
			do("lpop", "l").gives(text("c")),
			do("rpop", "l").gives(text("e")),
			do("rpoplpush", "l").gives(text("d")),
			do("lrange", "l", 0, -1).gives(list([]string{"d", "b", "a"})),
			do("rpoplpush", "l", "m").gives(text("a")),
			do("lrange", "m", 0, -1).gives(list([]string{"a"})),
			do("ltrim", "l", 0, 0).gives(boolean(true)),
			do("lrange", "l", 0, -1).gives(list([]string{"d"})),
			do("blpop", []string{"none", "m", "l"}, 100).gives(list([]string{"m", "a"})),
			do("brpop", "l").gives(list([]string{"l", "d"})),
			do("brpop", "l", 1).gives(null()),
			do("blpop", []string{"l", "m"}, 20).gives(null()),
			do("rpush", "l", []string{"1", "2"}).gives(integer(2)),
			do("brpoplpush", "l").gives(text("2")),
			do("brpoplpush", "l", "m", 10).gives(text("1")),
			do("brpoplpush", "none", "m", 10).gives(null()),
			do("lrange", "l", 0, -1).gives(list([]string{"2"})),
			do("lrange", "m", 0, -1).gives(list([]string{"1"})),
			do("set", "s", "x").gives(boolean(true)),
			do("lpush", "s", "x").fails(WrongType),
			do("lpush", "s", []string{}).fails(WrongType),
			do("blpop", "s", 10).fails(WrongType),
			do("rpoplpush", "l", "s").fails(WrongType),
			do("brpoplpush", "l", "s", 10).fails(WrongType),
			do("blpop", []string{}).fails(RedisError),
		}},
		{"set", []step{
			do("smembers", "s").gives(list([]string{})),
			do("sadd", "s", []string{"a", "b", "a"}).gives(integer(2)),
			do("sadd", "s", []string{}).gives(integer(0)),
			do("scard", "s").gives(integer(2)),
			do("sismember", "s", "a").gives(boolean(true)),
			do("sismember", "s", "z").gives(boolean(false)),
			do("smembers", "s").gives(list([]string{"a", "b"})),
			do("srem", "s", []string{"a", "z"}).gives(integer(1)),
			do("srem", "s", []string{}).gives(integer(0)),
			do("set", "x", "1").gives(boolean(true)),
			do("sadd", "x", "a").fails(WrongType),
		}},
		{"sorted set", []step{
			do("zcard", "z").gives(integer(0)),
			do("zadd", "z", []string{}).gives(integer(0)),
			do("zadd", "z", []string{"a", "1", "b", "2.5", "c", "-inf", "d", "inf"}).gives(integer(4)),
			do("zadd", "z", []string{"a", "1", "e", "3"}).gives(integer(1)),
			do("zcard", "z").gives(integer(5)),
			do("zrange", "z", 0, -1).gives(list([]string{"c", "a", "b", "e", "d"})),
			do("zrange", "z", 0, 1, true).gives(list([]string{"d", "e"})),
			do("zrange", "z", 0, -1, nil, true).gives(scored([]string{"c", "a", "b", "e", "d"}, math.Inf(-1), 1, 2.5, 3, math.Inf(1))),
			do("zrange", "z", 1, 2, true, true).gives(scored([]string{"e", "b"}, 3, 2.5)),
			do("zrange", "none", 0, -1, nil, true).gives(scored(nil)),
			do("zrangebyscore", "z").gives(list([]string{"c", "a", "b", "e", "d"})),
			do("zrangebyscore", "z", "1", "(3").gives(list([]string{"a", "b"})),
			do("zrangebyscore", "z", "(1", "3", true).gives(scored([]string{"b", "e"}, 2.5, 3)),
			do("zrem", "z", []string{"a", "zz"}).gives(integer(1)),
			do("zrem", "z", []string{}).gives(integer(0)),
			do("set", "x", "1").gives(boolean(true)),
			do("zadd", "x", []string{"a", "1"}).fails(WrongType),
			do("zrange", "x", 0, -1).fails(WrongType),
		}},
		{"message", []step{
			do("publish", "topic", "hello").gives(integer(0)),
		}},
	}
}

// TestCommands runs the same calls on every target: the replies are the same.
func TestCommands(t *testing.T) {
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		url := target.URL(t)
		for _, test := range commandTests() {
			t.Run(test.name, func(t *testing.T) {
				r := connect(t, url)
				if url != "" {
					redistest.Flush(t, url)
				}
				for _, s := range test.steps {
					reply, err := r.Do(t.Context(), request(t, s.method, s.args...))
					if s.code != "" {
						var e *CacheError
						if !errors.As(err, &e) || e.Code != s.code || e.Method != s.method || e.Scope != "test" {
							t.Errorf("%s%q: got %+v, %v, want %s", s.method, s.args, reply, err, s.code)
						}
						continue
					}
					if s.method == "smembers" {
						slices.Sort(reply.List)
					}
					reply.giveBack = nil
					if d := cmp.Diff(s.want, reply, cmpopts.EquateEmpty(), cmp.AllowUnexported(Reply{})); err != nil || d != "" {
						t.Errorf("%s%q: %v\n-want +got\n%s", s.method, s.args, err, d)
					}
				}
			})
		}
	})
}
