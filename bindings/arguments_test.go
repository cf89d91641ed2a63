package bindings

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// format writes a request on one line, for comparison: scopes that are the default and arguments that were not given
// are in parentheses.
func (q *Request) format() string {
	var b strings.Builder
	b.WriteString(q.Method.Name)
	for i, a := range q.Args {
		var s string
		switch q.Method.Params[i].Kind {
		case KindKey, KindValue, KindPattern, KindScore:
			s = fmt.Sprintf("%q", a.Text)
		case KindKeys, KindValues, KindPairs, KindScores:
			s = fmt.Sprintf("%q", a.List)
		default:
			s = fmt.Sprint(a.Int)
		}
		if !a.Given {
			s = "(" + s + ")"
		}
		b.WriteString(" " + s)
	}
	if q.Scope != "demo/test" && !q.Method.Unscoped {
		b.WriteString(" in " + q.Scope)
	}
	if q.Method.TwoScopes && q.DestScope != q.Scope {
		b.WriteString(" to " + q.DestScope)
	}
	return b.String()
}

// bound runs code and returns the requests it made, or the error it threw.
func bound(tb testing.TB, code string) string {
	tb.Helper()
	var requests []string
	vm := newVM(tb, RunOptions{Backend: fakeBackend(func(_ context.Context, q *Request) (Reply, error) {
		requests = append(requests, q.format())
		return Reply{}, nil
	})})
	v, err := vm.RunString("with (DFF.CACHE) { try { " + code + "; undefined } catch (e) { `${e}` + (e instanceof Error ? '' : ' (no Error)') } }")
	if err != nil {
		return "ended: " + err.Error()
	}
	if !goja.IsUndefined(v) {
		requests = append(requests, v.String())
	}
	return strings.Join(requests, "; ")
}

func TestArguments(t *testing.T) {
	for _, test := range []struct{ code, want string }{
		// positions and options
		{`get('k')`, `get "k"`},
		{`get('k', 's')`, `get "k" in s`},
		{`get('k', {scope: 's'})`, `get "k" in s`},
		{`get({key: 'k', scope: 's'})`, `get "k" in s`},
		{`get('k', {})`, `get "k"`},
		{`get('k', Object.create(null))`, `get "k"`},
		{`get('k', undefined)`, `get "k"`},
		{`get('k', null)`, `get "k"`},
		{`get('k', {scope: null})`, `get "k"`},
		{`get('k', {scope: 's'}, undefined)`, `get "k" in s`},
		{`get('k', 's', {})`, `get "k" in s`},
		{`get(null, {key: 'k'})`, `get "k"`},
		{`get('k', Object.create({scope: 's'}))`, `TypeError: DFF.CACHE.get: "scope" must be a non-empty string, got object`},
		{`get.call(null, 'k')`, `get "k"`},
		{`ping()`, `ping`},
		{`ping({})`, `ping`},
		{`ping(1)`, `TypeError: DFF.CACHE.ping: takes no arguments, got 1`},
		{`ping({scope: 's'})`, `TypeError: DFF.CACHE.ping: unknown option "scope": there are none`},
		{`keys()`, `keys ("*")`},
		{`keys({scope: 's'})`, `keys ("*") in s`},
		{`keys(null, 's')`, `keys ("*") in s`},
		{`set('k', 1)`, `set "k" "1" (0) (0) (0)`},
		{`set('k', 1, 60, true, false, 's')`, `set "k" "1" 60 1 0 in s`},
		{`set('k', 1, {expires: 60, not_exists: true})`, `set "k" "1" 60 1 (0)`},
		{`set('k', 1, {expire: 60})`, `set "k" "1" 60 (0) (0)`},
		{`set('k', 1, {expire: 60, expires: 60})`, `set "k" "1" 60 (0) (0)`},
		{`set('k', 1, {expire: null, expires: 60})`, `set "k" "1" 60 (0) (0)`},
		{`set('k', 1, null, {exists: true})`, `set "k" "1" (0) (0) 1`},
		{`set({value: 1, key: 'k'})`, `set "k" "1" (0) (0) (0)`},
		{`set('k', {value: 1})`, `set "k" "1" (0) (0) (0)`},
		{`expire('k')`, `expire "k" (0)`},
		{`expire('k', {expires: 5})`, `expire "k" 5`},
		{`expire('k', {expire: 5})`, `expire "k" 5`},
		{`mset({a: 1, b: 'x'})`, `mset ["a" "1" "b" "x"]`},
		{`mset({})`, `mset []`},
		{`mset({a: 1}, {scope: 's'})`, `mset ["a" "1"] in s`},
		{`mset({scope: 's'})`, `mset ["scope" "s"]`},
		{`hmset('k', {a: 1n}, 's')`, `hmset "k" ["a" "1"] in s`},
		{`hmset({key: 'k', obj: {a: 1}})`, `hmset "k" ["a" "1"]`},
		{`zadd('k', {a: 1.5, b: -Infinity, c: Infinity, d: -0, e: 0.1, f: 1e21, g: 5e-324})`, `zadd "k" ["a" "1.5" "b" "-inf" "c" "+inf" "d" "0" "e" "0.1" "f" "1e+21" "g" "5e-324"]`},
		{`zrange('k', 0, -1, {with_scores: true, scope: 'zset'})`, `zrange "k" 0 -1 (0) 1 in zset`},
		{`zrange('k')`, `zrange "k" (0) (-1) (0) (0)`},
		{`zrangebyscore('k')`, `zrangebyscore "k" ("-inf") ("+inf") (0)`},
		{`zrangebyscore('k', 1, '(5.5', true)`, `zrangebyscore "k" "1" "(5.5" 1`},
		{`zrangebyscore('k', -Infinity, '+inf')`, `zrangebyscore "k" "-inf" "+inf" (0)`},
		{`rpoplpush('a')`, `rpoplpush "a" ("a")`},
		{`rpoplpush('a', 'b', 's')`, `rpoplpush "a" "b" in s`},
		{`rpoplpush('a', 'b', 's', 't')`, `rpoplpush "a" "b" in s to t`},
		{`rpoplpush('a', {dest_scope: 't'})`, `rpoplpush "a" ("a") to t`},
		{`brpoplpush('a', 'b', 1.5, 's', 't')`, `brpoplpush "a" "b" 1500 in s to t`},
		{`brpoplpush('a', {timeout: 2})`, `brpoplpush "a" ("a") 2000`},
		{`push('k', ['a', 1, 2n])`, `lpush "k" ["a" "1" "2"]`},
		{`push('k', [])`, `lpush "k" []`},
		{`bpop(['a', 'b'])`, `brpop ["a" "b"] (0)`},
		{`mget('a')`, `mget ["a"]`},
		{`mget(['a', 1])`, `mget ["a" "1"]`},
		{`mget(new Proxy(['a'], {}))`, `mget ["a"]`},
		{`mget({keys: ['a']})`, `mget ["a"]`},
		{`hset('k', {field: 'f', value: 'v', not_exists: true})`, `hset "k" "f" "v" 1`},

		// mistakes in positions and options
		{`get()`, `TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got undefined`},
		{`get(null)`, `TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got null`},
		{`get({})`, `TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got object`},
		{`get({scope: 's'})`, `TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got undefined`},
		{`get('k', 's', 't')`, `TypeError: DFF.CACHE.get: takes at most 2 arguments (key, scope), got 3`},
		{`get({scope: 's'}, 'k')`, `TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got object`},
		{`get('k', {key: 'k'})`, `TypeError: DFF.CACHE.get: "key" is given twice, by position and as an option`},
		{`set('k', 1, 60, {expire: 60})`, `TypeError: DFF.CACHE.set: "expire" is given twice, by position and as an option`},
		{`set('k', 1, {expire: 60, expires: 61})`, `TypeError: DFF.CACHE.set: "expires" and "expire" are the same option, and have different values`},
		{`set('k', 1, {not_exists: true, exists: true})`, `TypeError: DFF.CACHE.set: "not_exists" and "exists" cannot both be true`},
		{`set('k', 1, {notExists: true})`, `TypeError: DFF.CACHE.set: unknown option "notExists" (did you mean "not_exists"?)`},
		{`set('k', 1, {exipres: 1})`, `TypeError: DFF.CACHE.set: unknown option "exipres" (did you mean "expires"?)`},
		{`set('k', 1, {ttl: 1})`, `TypeError: DFF.CACHE.set: unknown option "ttl" (there are key, value, expires, expire, not_exists, exists, scope)`},
		{`get('k', {['x'.repeat(1000)]: 1})`, `TypeError: DFF.CACHE.get: unknown option "` + strings.Repeat("x", 65) + `"… (there are key, scope)`},
		{`set('k', {a: 1})`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got object (use JSON.stringify)`},

		// values
		{`set(1.5, 1e21)`, `set "1.5" "1e+21" (0) (0) (0)`},
		{`set(-0, 123456789012345680000)`, `set "0" "123456789012345680000" (0) (0) (0)`},
		{`set('', 0.1)`, `set "" "0.1" (0) (0) (0)`},
		{`set('k', 123456789012345678901234567890n)`, `set "k" "123456789012345678901234567890" (0) (0) (0)`},
		{`set('é😀', '\ud800x')`, `set "é😀" "�x" (0) (0) (0)`},
		{`mset({'\ud800': 1})`, `TypeError: DFF.CACHE.mset: "key_values" has a key with half of a surrogate pair in it`},
		{`set(1n, 1)`, `TypeError: DFF.CACHE.set: "key" must be a string or a finite number, got bigint`},
		{`hset('k', 'f', {a: 1})`, `TypeError: DFF.CACHE.hset: "value" must be a string or a finite number, got object (use JSON.stringify)`},
		{`set('k', ['a'])`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got array (use JSON.stringify)`},
		{`set('k', true)`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got true (use String, or 1 and 0)`},
		{`set('k', null)`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got null`},
		{`set('k', () => 1)`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got function`},
		{`set('k', async () => 1)`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got function`},
		{`set('k', Symbol('x'))`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got symbol`},
		{`set('k', NaN)`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got NaN`},
		{`set('k', -Infinity)`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got -Infinity`},
		{`set('k', new Date(0))`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got Date`},
		{`set('k', new Map())`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got Map`},
		{`set('k', Promise.resolve(1))`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got Promise`},
		{`set('k', new String('x'))`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got String object`},
		{`set('k', new (class A {}))`, `TypeError: DFF.CACHE.set: "value" must be a string or a finite number, got object (use JSON.stringify)`},
		{`get(['k'])`, `TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got array`},
		{`push('k', ['a', {}])`, `TypeError: DFF.CACHE.lpush: "value"[1] must be a string or a finite number, got object (use JSON.stringify)`},
		{`push('k', ['a', , 'b'])`, `TypeError: DFF.CACHE.lpush: "value"[1] must be a string or a finite number, got undefined`},
		{`push('k', [null])`, `TypeError: DFF.CACHE.lpush: "value"[0] must be a string or a finite number, got null`},
		{`mget([1n])`, `TypeError: DFF.CACHE.mget: "keys"[0] must be a string or a finite number, got bigint`},
		{`mget(5n)`, `TypeError: DFF.CACHE.mget: "keys" must be a string, a finite number or an array of them, got bigint`},
		{`mget(new Set(['a']))`, `TypeError: DFF.CACHE.mget: "keys" must be a string, a finite number or an array of them, got Set`},
		{`mset([['a', 1]])`, `TypeError: DFF.CACHE.mset: "key_values" must be a plain object, got array`},
		{`mset(new Map())`, `TypeError: DFF.CACHE.mset: "key_values" must be a plain object, got Map`},
		{`mset('a')`, `TypeError: DFF.CACHE.mset: "key_values" must be a plain object, got string "a"`},
		{`mset({a: {}})`, `TypeError: DFF.CACHE.mset: "key_values"["a"] must be a string or a finite number, got object (use JSON.stringify)`},
		{`mset({a: undefined})`, `TypeError: DFF.CACHE.mset: "key_values"["a"] must be a string or a finite number, got undefined`},
		{`zadd('k', {a: '1'})`, `TypeError: DFF.CACHE.zadd: "member_scores"["a"] must be a number, got string "1"`},
		{`zadd('k', {a: NaN})`, `TypeError: DFF.CACHE.zadd: "member_scores"["a"] must be a number, got NaN`},
		{`get('k', '')`, `TypeError: DFF.CACHE.get: "scope" must be a non-empty string, got string ""`},
		{`get('k', 1)`, `TypeError: DFF.CACHE.get: "scope" must be a non-empty string, got 1`},
		{`set('k', 1, {not_exists: 1})`, `TypeError: DFF.CACHE.set: "not_exists" must be a boolean, got 1`},
		{`get(Symbol('x'))`, `TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got symbol`},
		{`get(() => 1)`, `TypeError: DFF.CACHE.get: "key" must be a string or a finite number, got function`},

		// numbers
		{`set('k', 1, 0)`, `RangeError: DFF.CACHE.set: "expires" must be an integer of at least 1 second, got 0`},
		{`set('k', 1, {expire: -5})`, `RangeError: DFF.CACHE.set: "expires" must be an integer of at least 1 second, got -5`},
		{`set('k', 1, 1.5)`, `RangeError: DFF.CACHE.set: "expires" must be an integer of at least 1 second, got 1.5`},
		{`set('k', 1, '60')`, `RangeError: DFF.CACHE.set: "expires" must be an integer of at least 1 second, got string "60"`},
		{`expire('k', NaN)`, `RangeError: DFF.CACHE.expire: "expire" must be an integer of at least 1 second, got NaN`},
		{`expireat('k', 1700000000.1234)`, `expireat "k" 1700000000123`},
		{`expireat('k', -1)`, `expireat "k" -1000`},
		{`expireat('k', new Date(0))`, `TypeError: DFF.CACHE.expireat: "timestamp" must be a finite number of UNIX seconds, got Date`},
		{`expireat('k', NaN)`, `TypeError: DFF.CACHE.expireat: "timestamp" must be a finite number of UNIX seconds, got NaN`},
		{`expireat('k', 1e300)`, `RangeError: DFF.CACHE.expireat: "timestamp" must be UNIX seconds that a date can have, got 1e+300`},
		{`blpop('k', 0)`, `blpop ["k"] 0`},
		{`blpop('k', 0.25)`, `blpop ["k"] 250`},
		{`blpop('k', 1e-9)`, `blpop ["k"] 1`},
		{`blpop('k', Infinity)`, `blpop ["k"] 3153600000000`},
		{`blpop('k', -1)`, `RangeError: DFF.CACHE.blpop: "timeout" must be seconds of at least 0, got -1`},
		{`blpop('k', -1e-9)`, `RangeError: DFF.CACHE.blpop: "timeout" must be seconds of at least 0, got -1e-9`},
		{`blpop('k', NaN)`, `RangeError: DFF.CACHE.blpop: "timeout" must be seconds of at least 0, got NaN`},
		{`blpop('k', '1')`, `TypeError: DFF.CACHE.blpop: "timeout" must be a number of seconds, got string "1"`},
		{`incr('k')`, `incr "k" (1)`},
		{`incr('k', -9007199254740991)`, `incr "k" -9007199254740991`},
		{`incr('k', -0)`, `incr "k" 0`},
		{`incr('k', 9007199254740992)`, `TypeError: DFF.CACHE.incr: "step" must be a safe integer, got 9007199254740992`},
		{`incr('k', 1.5)`, `TypeError: DFF.CACHE.incr: "step" must be a safe integer, got 1.5`},
		{`incr('k', 1n)`, `TypeError: DFF.CACHE.incr: "step" must be a safe integer, got bigint`},
		{`incrby('k')`, `TypeError: DFF.CACHE.incrby: "step" must be a safe integer, got undefined`},
		{`lrange('k', 'x')`, `TypeError: DFF.CACHE.lrange: "start" must be a safe integer, got string "x"`},
		{`zrangebyscore('k', NaN)`, `TypeError: DFF.CACHE.zrangebyscore: "min_score" must be a number, "-inf", "+inf" or a bound as "(100", got NaN`},
		{`zrangebyscore('k', '((1')`, `TypeError: DFF.CACHE.zrangebyscore: "min_score" must be a number, "-inf", "+inf" or a bound as "(100", got string "((1"`},
		{`zrangebyscore('k', 'nan')`, `TypeError: DFF.CACHE.zrangebyscore: "min_score" must be a number, "-inf", "+inf" or a bound as "(100", got string "nan"`},
		{`zrangebyscore('k', '(0x1p4')`, `TypeError: DFF.CACHE.zrangebyscore: "min_score" must be a number, "-inf", "+inf" or a bound as "(100", got string "(0x1p4"`},
		{`zrangebyscore('k', '+-inf')`, `TypeError: DFF.CACHE.zrangebyscore: "min_score" must be a number, "-inf", "+inf" or a bound as "(100", got string "+-inf"`},

		// the script's own code in the middle of an argument
		{`get('k', {get scope() { get('x', 's2'); return 's' }})`, `get "x" in s2; get "k" in s`},
		{`get('k', {get scope() { throw new Error('mine') }}); get('next')`, `Error: mine`},
		{`try { get('k', {get scope() { throw new Error('mine') }}) } catch {}; get('next')`, `get "next"`},
		{`mget(['a', 'b'].map(k => { get(k); return k }))`, `get "a"; get "b"; mget ["a" "b"]`},
		{`let a = ['a', 'b']; Object.defineProperty(a, 1, {get() { mget(['x', 'y', 'z']); a.length = 9; return 'c' }}); mget(a)`, `mget ["x" "y" "z"]; mget ["a" "c"]`},
		{`mset({a: 1, get b() { mset({x: 1, y: 2}); return 2 }})`, `mset ["x" "1" "y" "2"]; mset ["a" "1" "b" "2"]`},
		{`get('k', new Proxy({scope: 's'}, {}))`, `get "k" in s`},
		{`get('k', new Proxy({}, {ownKeys() { throw new Error('mine') }}))`, `Error: mine`},
		{`get('k', new Proxy({}, {getPrototypeOf() { throw new Error('mine') }}))`, `Error: mine`},
		{`mget(new Proxy([], {get: (t, k) => k === 'length' ? 1e9 : 'x'}))`, `RangeError: DFF.CACHE.mget: "keys" may have 1000000 elements in one call, got 1000000000 (split the call)`},
		{`mget(new Proxy([], {get: (t, k) => k === 'length' ? -1 : 'x'}))`, `mget []`},
		{`let p = Proxy.revocable({}, {}); p.revoke(); get(p.proxy)`, `TypeError: proxy has been revoked`},
		{`RangeError = TypeError = null; set('k', 1, 0)`, `RangeError: DFF.CACHE.set: "expires" must be an integer of at least 1 second, got 0`},
		{`mset(Object.create(null, {a: {value: 1, enumerable: true}, b: {value: 2}}))`, `mset ["a" "1"]`},
		{`mset({['__proto__']: 1, constructor: 2})`, `mset ["__proto__" "1" "constructor" "2"]`},
	} {
		if got := bound(t, test.code); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.code, got, test.want)
		}
	}
}

// TestArgumentsBounded shows that a call cannot carry more than the host is ready to hold.
func TestArgumentsBounded(t *testing.T) {
	for _, code := range []string{
		`let s = '0123456789abcdef'; while (s.length < 2 ** 26) s += s; set('k', s); set('k', s + s)`,
		`let s = 'é'; while (s.length < 2 ** 20) s += s; push('k', Array(1e6).fill(s))`,
		`let s = 'a'; while (s.length < 2 ** 20) s += s; let o = {}; for (let i = 0; i < 70; i++) o[s + i] = 1; mset(o)`,
	} {
		if got := bound(t, code); !strings.HasSuffix(got, "the arguments of one call may have 64 MiB together (split the call)") {
			t.Errorf("%s: got %.200s", code, got)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"key", "value", "expires", "not_exists", "with_scores"}
	for name, want := range map[string]string{
		"Key": "key", "withScores": "with_scores", "with-scores": "with_scores", "expire": "expires", "not_exist": "not_exists", "vlaue": "value",
		"": "", "zzz": "", "x": "", strings.Repeat("key", 1000): "",
	} {
		if got := nearest(name, names); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// pieces of arguments that FuzzArguments puts together.
var pieces = []string{
	`'k'`, `''`, `1`, `0`, `-1`, `1.5`, `-0`, `1e21`, `1e300`, `NaN`, `Infinity`, `5n`, `true`, `false`, `null`, `undefined`, `Symbol()`, `() => 1`,
	`class {}`, `new Date(0)`, `/x/`, `new Map()`, `new Uint8Array(2)`, `Promise.resolve()`, `new String('x')`, `'\ud800'`, `'(1'`, `'-inf'`,
	`[]`, `['a', 1]`, `[{}]`, `[,]`, `[[1]]`, `{}`, `{a: 1}`, `{scope: 's'}`, `{scope: ''}`, `{key: 'k'}`, `{key: 'k', value: 1}`, `{expires: 5}`,
	`{expire: 5, expires: 5}`, `{not_exists: true, exists: true}`, `{with_scores: true}`, `{dest_key: 'd', dest_scope: 's'}`, `{timeout: 0.5}`, `{nosuch: 1}`,
	`{get scope() { return DFF.CACHE.get('inner') ?? 's' }}`, `{get scope() { throw 1 }}`, `{valueOf() { throw 1 }, toString() { throw 1 }}`,
	`new Proxy({}, {})`, `new Proxy([], {get: () => 7})`, `new Proxy({}, {ownKeys: () => ['scope', 'x'], get: () => 's', getOwnPropertyDescriptor: () => ({value: 1, enumerable: true, configurable: true})})`,
	`new Proxy(() => 1, {})`, `Object.create(null)`, `Object.create({scope: 's'})`, `DFF`, `DFF.CACHE`, `globalThis`, `new Error('x')`,
}

// FuzzArguments shows that whatever a script passes, the cache gets a complete request or nothing, and the script a
// TypeError, a RangeError, or what its own code threw.
func FuzzArguments(f *testing.F) {
	f.Add(uint64(0), `get`, `'k'`)
	f.Add(uint64(1), `set`, `'k', 1, {expires: 5}`)
	f.Add(uint64(2), `zadd`, `'k', {a: 1}`)
	f.Fuzz(func(t *testing.T, seed uint64, method, own string) {
		p := plans.byName[method]
		rnd := rand.New(rand.NewPCG(seed, 0))
		if p == nil {
			method = plans.names[rnd.IntN(len(plans.names))]
			p = plans.byName[method]
		}
		args := make([]string, rnd.IntN(len(p.slots)+3))
		for i := range args {
			args[i] = pieces[rnd.IntN(len(pieces))]
		}
		for _, list := range []string{strings.Join(args, ", "), own} {
			program, err := goja.Compile("", "'use strict'; DFF.CACHE."+method+"("+list+"\n)", true)
			if err != nil || len(list) > 1000 || strings.ContainsAny(list, ";`") || strings.Contains(list, "=>") && list == own {
				continue // own may be anything, but no program that runs for long
			}
			checkArguments(t, method, list, program)
		}
	})
}

func checkArguments(t *testing.T, method, list string, program *goja.Program) {
	sent := 0
	vm := newVM(t, RunOptions{Backend: fakeBackend(func(_ context.Context, q *Request) (Reply, error) {
		if !slices.ContainsFunc(q.Args, func(a Arg) bool { return a.Given && a.Text == "inner" }) {
			sent++
		}
		checkRequest(t, q)
		return Reply{}, nil
	})})
	_, err := vm.RunProgram(program)
	if err == nil {
		if sent != 1 {
			t.Errorf("%s(%s): sent %d requests", method, list, sent)
		}
		return
	}
	if sent != 0 {
		t.Errorf("%s(%s): sent a request and threw %v", method, list, err)
	}
	ex, ok := err.(*goja.Exception)
	if !ok {
		t.Fatalf("%s(%s): %v", method, list, err)
	}
	o, ok := ex.Value().(*goja.Object)
	if !ok {
		return // thrown by the script's own code
	}
	if name := o.Get("name").String(); name != "TypeError" && name != "RangeError" && name != "ReferenceError" {
		t.Errorf("%s(%s): threw %v", method, list, err)
	}
}

// checkRequest says whether a request is complete and in canonical form.
func checkRequest(t *testing.T, q *Request) {
	m := q.Method
	if len(q.Args) != len(m.Params) || q.Script != "demo/test" || (q.Scope == "") != m.Unscoped || (q.DestScope == "") == m.TwoScopes {
		t.Fatalf("%s: incomplete: %+v", m.Name, q)
	}
	for i, p := range m.Params {
		a := q.Args[i]
		if p.Required && !a.Given {
			t.Errorf("%s: %s is missing", m.Name, p.Name)
		}
		bad := false
		switch p.Kind {
		case KindPairs, KindScores:
			bad = len(a.List)%2 != 0
		case KindSeconds:
			bad = a.Given && a.Int < 1
		case KindTimeout:
			bad = a.Int < 0
		case KindBool:
			bad = a.Int != 0 && a.Int != 1
		case KindScore:
			bad = a.Text == ""
		}
		if bad {
			t.Errorf("%s: %s is %+v", m.Name, p.Name, a)
		}
	}
}
