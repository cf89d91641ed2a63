// a pipeline gives its results in order
CACHE.set('x', 'v')
CACHE.pipeline(p => { p.get('x'); p.incr('n'); p.get('nothing'); p.incrby('n', 5) }) //=> ['v', 1, null, 6]
CACHE.get('n') //=> '6'

// a pipeline without calls is an empty list
CACHE.pipeline(p => {}) //=> []
CACHE.pipeline(() => 1, {atomic: true}) //=> []

// pipeline is an extension beside the 53 names
typeof CACHE.pipeline //=> 'function'
CACHE.pipeline.name //=> 'pipeline'
'pipeline' in CACHE //=> true
Object.keys(CACHE).includes('pipeline') //=> false
CACHE.pipeline === CACHE.pipeline //=> true

// every method that can be part of a pipeline
const made = new Set()
const all = CACHE.pipeline(p => { for (const name of Object.keys(p)) made.add(name); p.ping(); p.info(); p.type('s'); p.exists('s'); p.expire('s', 60); p.expireat('s', 1); p.ttl('s'); p.delete('s') })
all.map((v, i) => i === 1 ? typeof v : v) //=> [true, 'object', null, false, false, false, -2, 0]
CACHE.pipeline(p => { p.set('s', 1); p.mset({a: 1, b: 2}); p.get('s'); p.mget(['a', 'no', 'b']); p.getset('s', 2); p.incr('s'); p.incrby('s', -5) }) //=> [true, true, '1', {a: '1', b: '2', no: null}, '1', 3, -2]
CACHE.pipeline(p => { p.hset('h', 'f', 1); p.hset('h', 'f', 2, true); p.hmset('h', {g: 3}); p.hget('h', 'f'); p.hmget('h', ['f', 'no']); p.hgetall('h'); p.hincr('h', 'f'); p.hincrby('h', 'f', 2); p.hdel('h', ['f', 'no']) }) //=> [1, 0, true, '1', {f: '1', no: null}, {f: '1', g: '3'}, 2, 4, 1]
CACHE.pipeline(p => { p.rpush('l', ['a', 'b', 'c']); p.lpush('l', 'z'); p.lpop('l'); p.rpop('l'); p.rpoplpush('l'); p.llen('l'); p.lrange('l'); p.ltrim('l', 0, 0); p.push('l', 'y'); p.pop('l') }) //=> [3, 4, 'z', 'c', 'b', 2, ['b', 'a'], true, 2, 'b']
CACHE.pipeline(p => { p.sadd('t', ['a', 'b']); p.srem('t', 'b'); p.scard('t'); p.smembers('t'); p.sismember('t', 'a') }) //=> [2, 1, 1, ['a'], true]
CACHE.pipeline(p => { p.zadd('z', {a: 1, b: 2.5}); p.zrem('z', 'no'); p.zcard('z'); p.zrange('z', {with_scores: true}); p.zrange('z', 0, 0, true); p.zrangebyscore('z', '(1') }) //=> [2, 0, 2, [['a', 1], ['b', 2.5]], ['b'], ['b']]
CACHE.pipeline(p => { p.publish('t', 1) }) //=> [0]
made.size //=> 44

// the same in one transaction
CACHE.pipeline(p => { p.set('s', 1); p.mset({a: 1, b: 2}); p.get('s'); p.mget(['a', 'no', 'b']); p.getset('s', 2); p.incr('s'); p.incrby('s', -5); p.ttl('s') }, true) //=> [true, true, '1', {a: '1', b: '2', no: null}, '1', 3, -2, -1]
CACHE.pipeline(p => { p.hset('h', 'f', 1); p.hset('h', 'f', 2, true); p.hmset('h', {g: 3}); p.hget('h', 'f'); p.hmget('h', ['f', 'no']); p.hgetall('h'); p.hincr('h', 'f'); p.hincrby('h', 'f', 2); p.hdel('h', ['f', 'no']) }, true) //=> [1, 0, true, '1', {f: '1', no: null}, {f: '1', g: '3'}, 2, 4, 1]
CACHE.pipeline(p => { p.rpush('l', ['a', 'b', 'c']); p.lpush('l', 'z'); p.lpop('l'); p.rpop('l'); p.rpoplpush('l'); p.llen('l'); p.lrange('l'); p.ltrim('l', 0, 0); p.push('l', 'y'); p.pop('l') }, true) //=> [3, 4, 'z', 'c', 'b', 2, ['b', 'a'], true, 2, 'b']
CACHE.pipeline(p => { p.zadd('z', {a: 1, b: 2.5}); p.zrange('z', {with_scores: true}); p.sadd('t', 'a'); p.smembers('t'); p.publish('t', 1); p.type('z'); p.ping(); p.exists('t') }, true) //=> [2, [['a', 1], ['b', 2.5]], 1, ['a'], 0, 'zset', true, true]

// calls that need nothing of the cache have results too
CACHE.pipeline(p => { p.delete([]); p.get('k'); p.mset({}); p.mget([]); p.hmget('h', []); p.sadd('s', []); p.incr('n'); p.zadd('z', {}); p.lpush('l', []) }) //=> [0, null, false, {}, {}, 0, 1, 0, 0]
CACHE.pipeline(p => { p.delete([]); p.mset({}) }) //=> [0, false]
CACHE.pipeline(p => { p.delete([]); p.incr('n'); p.mset({}) }, {atomic: true}) //=> [0, 2, false]
CACHE.pipeline(p => { p.delete([]) }, {atomic: true}) //=> [0]

// expire without seconds answers whether the key exists
CACHE.mset({a: 1, b: 2})
CACHE.pipeline(p => { p.expire('a', 60); p.ttl('a'); p.expire('a'); p.ttl('a'); p.expire('b'); p.expire('no'); p.get('b') }) //=> [true, 60, true, -1, true, false, '2']
CACHE.pipeline(p => { p.expire('a', 60); p.expire('a'); p.ttl('a'); p.expire('b'); p.expire('no') }, {atomic: true}) //=> [true, true, -1, true, false]

// the error of a call is its result
CACHE.set('x', 'text')
const [before, error, after] = CACHE.pipeline(p => { p.incr('n'); p.incr('x'); p.incr('n') })
before //=> 1
after //=> 2
error instanceof Error //=> true
error.name //=> 'CacheError'
error.code //=> 'NOT_A_NUMBER'
error.method //=> 'incr'
error.key //=> 'x'
error.scope //=> SCOPE
String(error).startsWith('CacheError: DFF.CACHE.incr: ') //=> true
CACHE.pipeline(p => { p.lpush('x', 1, 's'); p.push('x', 1); p.set('x', 1); p.lpush('x', 2) }).map(e => e.code || e) //=> [1, 'WRONGTYPE', true, 'WRONGTYPE']

// the first call may be the one that fails
CACHE.set('x', 'text')
CACHE.pipeline(p => { p.lpush('x', 1); p.get('x') }).map(e => e.code || e) //=> ['WRONGTYPE', 'text']
CACHE.pipeline(p => { p.lpush('x', 1); p.get('x') }, true).map(e => e.code || e) //=> ['WRONGTYPE', 'text']

// a call that fails inside a transaction undoes nothing
CACHE.set('x', 'text')
CACHE.pipeline(p => { p.incr('n'); p.incr('x'); p.lpush('x', 1); p.incr('n') }, {atomic: true}).map(e => e.code || e) //=> [1, 'NOT_A_NUMBER', 'WRONGTYPE', 2]
CACHE.pipeline(p => { p.incr('x') }, {atomic: true}).map(e => e.code || e) //=> ['NOT_A_NUMBER']
CACHE.get('n') //=> '2'

// a mistake in an argument throws where it is made, and nothing is sent
CACHE.pipeline(p => { p.incr('n'); p.set('k') }) //! TypeError: DFF.CACHE.set … "value"
CACHE.pipeline(p => { p.incr('n'); p.set('k', 1, 0) }) //! RangeError: DFF.CACHE.set … "expires"
CACHE.pipeline(p => { p.incr('n'); p.set('k', 1, {notExists: true}) }) //! TypeError: did you mean "not_exists"
CACHE.pipeline(p => { p.incr('n'); throw new RangeError('mine') }) //! RangeError: mine
CACHE.get('n') //=> null
CACHE.pipeline(p => { p.incr('n') }) //=> [1]

// a mistake that is caught leaves the other calls
CACHE.pipeline(p => { p.incr('n'); try { p.set('k') } catch {} p.incr('n') }) //=> [1, 2]

// methods that wait are refused
CACHE.pipeline(p => { p.incr('n'); p.blpop('l', 1) }) //! TypeError: DFF.CACHE.blpop: cannot be part of a pipeline
CACHE.pipeline(p => { p.brpop('l', 1) }) //! TypeError: DFF.CACHE.brpop: cannot be part of a pipeline
CACHE.pipeline(p => { p.bpop('l', 1) }) //! TypeError: DFF.CACHE.brpop: cannot be part of a pipeline
CACHE.pipeline(p => { p.brpoplpush('l', 'm', 1) }) //! TypeError: DFF.CACHE.brpoplpush: cannot be part of a pipeline
CACHE.get('n') //=> null

// methods of several round trips are refused
CACHE.pipeline(p => { p.keys() }) //! TypeError: DFF.CACHE.keys: cannot be part of a pipeline … several round trips
CACHE.pipeline(p => { p.get_pattern() }) //! TypeError: DFF.CACHE.get_pattern: cannot be part of a pipeline
CACHE.pipeline(p => { p.delete_pattern() }) //! TypeError: DFF.CACHE.delete_pattern: cannot be part of a pipeline
CACHE.pipeline(p => { p.hkeys('h') }) //! TypeError: DFF.CACHE.hkeys: cannot be part of a pipeline
CACHE.pipeline(p => { p.dbsize() }) //! TypeError: DFF.CACHE.dbsize: cannot be part of a pipeline

// a pipeline inside another is refused
CACHE.pipeline(p => { p.pipeline(q => {}) }) //! TypeError: DFF.CACHE.pipeline: a pipeline cannot be inside another
CACHE.pipeline(p => { p.incr('n'); CACHE.pipeline(q => { q.incr('n') }) }) //! TypeError: DFF.CACHE.pipeline: a pipeline cannot be inside another
CACHE.get('n') //=> null
CACHE.pipeline(p => { p.incr('n') }) //=> [1]

// what fn gets
let got
const places = CACHE.pipeline(p => { got = p; return [p.get('a'), p.incr('n'), p.get('b')] })
places //=> [null, 1, null]
let indices
CACHE.pipeline(p => { indices = [p.get('a'), p.incr('n'), p.get('b')] }).length //=> 3
indices //=> [0, 1, 2]
got.nosuch //=> undefined
'get' in got && 'pipeline' in got && !('nosuch' in got) //=> true
Object.keys(got).includes('get') //=> true
Object.keys(got).includes('blpop') || Object.keys(got).includes('keys') //=> false
(() => { got.get = 1 })() //! TypeError: the pipeline is read-only
got.get('a') //! TypeError: DFF.CACHE.get: the pipeline has been sent

// methods can be taken out of p
CACHE.pipeline(({set, get}) => { set('k', 1); get('k') }) //=> [true, '1']

// ordinary calls inside fn are carried out at once
CACHE.pipeline(p => { p.incr('n'); CACHE.set('n', 10) }) //=> [11]

// fn must be a function, and no async one
CACHE.pipeline() //! TypeError: DFF.CACHE.pipeline: "fn" must be a function
CACHE.pipeline('x') //! TypeError: DFF.CACHE.pipeline: "fn" must be a function
CACHE.pipeline(null) //! TypeError: DFF.CACHE.pipeline: "fn" must be a function
CACHE.pipeline({}) //! TypeError: DFF.CACHE.pipeline: "fn" must be a function
CACHE.pipeline(async p => { p.incr('n') }) //! TypeError: DFF.CACHE.pipeline: fn must not be async
CACHE.pipeline(p => { p.incr('n'); return Promise.resolve() }) //! TypeError: DFF.CACHE.pipeline: fn must not be async
CACHE.get('n') //=> null

// options of pipeline
CACHE.pipeline(p => { p.incr('n') }, {atomic: false}) //=> [1]
CACHE.pipeline(p => { p.incr('n') }, {atomic: null}) //=> [2]
CACHE.pipeline(p => { p.incr('n') }, undefined) //=> [3]
CACHE.pipeline({fn: p => { p.incr('n') }, atomic: true}) //=> [4]
CACHE.pipeline(p => { p.incr('n') }, {atomic: 1}) //! TypeError: DFF.CACHE.pipeline: "atomic" must be a boolean
CACHE.pipeline(p => { p.incr('n') }, {Atomic: true}) //! TypeError: did you mean "atomic"
CACHE.pipeline(p => { p.incr('n') }, true, 1) //! TypeError: DFF.CACHE.pipeline: takes at most 2 arguments
CACHE.pipeline(p => { p.incr('n') }, 1) //! TypeError: "atomic" must be a boolean
CACHE.get('n') //=> '4'

// every call of a pipeline has its own scope
CACHE.set('k', 'other', {scope: 'other'})
CACHE.pipeline(p => { p.set('k', 'mine'); p.get('k', 'other'); p.get('k'); p.set('k', 'new', {scope: 'third'}) }) //=> [true, 'other', 'mine', true]
CACHE.get('k', 'third') //=> 'new'

// the calls of a pipeline on several scopes keep their order in each
const scopes = ['a', 'b', 'c', 'd', 'e', 'f']
CACHE.pipeline(p => { for (let i = 0; i < 60; i++) p.rpush('l', i, scopes[i % 6]) }).join() //=> Array.from({length: 60}, (_, i) => Math.floor(i / 6) + 1).join()
scopes.every((s, i) => CACHE.lrange('l', {scope: s}).every((v, j) => +v === j * 6 + i)) //=> true

// a transaction works in one scope
CACHE.pipeline(p => { p.set('k', 1); p.set('k', 1, {scope: 'other'}) }, {atomic: true}) //! TypeError: DFF.CACHE.set: an atomic pipeline works in one scope
CACHE.pipeline(p => { p.set('k', 1, {scope: 'other'}); p.ping(); p.set('k', 1) }, {atomic: true}) //! TypeError: an atomic pipeline works in one scope
CACHE.pipeline(p => { p.rpoplpush('l', 'm', {dest_scope: 'other'}) }, {atomic: true}) //! TypeError: an atomic pipeline works in one scope
CACHE.exists('k') //=> false
CACHE.pipeline(p => { p.ping(); p.set('k', 1, {scope: 'other'}); p.get('k', 'other') }, {atomic: true}) //=> [true, true, '1']

// a module's pipeline has the module's scope
const counter = require('../modules/counter')
counter.CACHE.pipeline(p => { p.incr('k') }) //=> [1]
CACHE.get('k', {scope: 'modules/counter'}) //=> '1'
CACHE.get('k') //=> null

// two scopes in one move are an error of that call on a cluster
//only cluster
CACHE.rpush('l', 'a')
CACHE.pipeline(p => { p.incr('n'); p.rpoplpush('l', 'm', {dest_scope: 'other'}); p.incr('n') }).map(e => e.code || e) //=> [1, 'CROSSSLOT', 2]

// two scopes in one move work where there is one server
//not cluster
CACHE.rpush('l', 'a')
CACHE.pipeline(p => { p.rpoplpush('l', 'm', {dest_scope: 'other'}) }) //=> ['a']
CACHE.lrange('m', {scope: 'other'}) //=> ['a']

// a pipeline has a largest number of calls
CACHE.pipeline(p => { for (let i = 0; i < 10000; i++) p.incr('n') }).length //=> 10000
CACHE.pipeline(p => { for (let i = 0; i < 1e6; i++) p.incr('n') }) //! RangeError: DFF.CACHE.incr: a pipeline may have 10000 calls
CACHE.get('n') //=> '10000'

// a pipeline has a largest size of its arguments
const big = 'x'.repeat(2 ** 20), many = new Array(1000).fill('')
CACHE.pipeline(p => { for (let i = 0; i < 20; i++) p.set('k', big) }) //! RangeError: DFF.CACHE.set: the arguments of one pipeline may have 16 MiB together
CACHE.pipeline(p => { for (let i = 0; i < 5000; i++) p.sadd('k', many) }) //! RangeError: DFF.CACHE.sadd: the arguments of one pipeline may have 16 MiB together
CACHE.exists('k') //=> false

// an option's getter may make calls of its own
CACHE.pipeline(p => { p.set('a', 1, {get expires() { p.incr('n'); return 60 }}); p.get('a') }) //=> [1, true, '1']
CACHE.pipeline(p => { p.incr('n') }, {get atomic() { CACHE.pipeline(q => { q.incr('n') }); return false }}) //=> [3]

// a list that is pushed in a pipeline wakes whoever waits
CACHE.pipeline(p => { p.rpush('l', ['a', 'b']) }) //=> [2]
CACHE.blpop('l', 1) //=> ['l', 'a']

// the commands of a pipeline reach Redis
CACHE.pipeline(p => { p.set('k', 'v'); p.incr('n') }, {atomic: true}) //=> [true, 1]
//redis GET dff:{SCOPE}:k => "v"
//redis GET dff:{SCOPE}:n => "1"
