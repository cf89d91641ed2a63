// the 53 names
Object.keys(CACHE).length //=> 53
Object.keys(CACHE).every(name => typeof CACHE[name] === 'function') //=> true
Object.keys(CACHE).sort().join(' ') //=> 'blpop bpop brpop brpoplpush dbsize delete delete_pattern exists expire expireat get get_pattern getset hdel hget hgetall hincr hincrby hkeys hmget hmset hset incr incrby info keys llen lpop lpush lrange ltrim mget mset ping pop publish push rpop rpoplpush rpush sadd scard set sismember smembers srem ttl type zadd zcard zrange zrangebyscore zrem'

// a method that does not exist is undefined
CACHE.nosuch //=> undefined
typeof CACHE.nosuch //=> 'undefined'
CACHE.nosuch() //! TypeError

// in tells the methods
'get' in CACHE //=> true
'nosuch' in CACHE //=> false

// for-in lists the methods
let n = 0
for (const name in CACHE) n++
n >= 53 //=> true

// the same function every time
CACHE.get === CACHE.get //=> true
DFF.CACHE === DFF.CACHE //=> true
DFF.CACHE === CACHE //=> true

// a method cannot be replaced
(() => { try { CACHE.get = () => 'mine' } catch (e) { if (!(e instanceof TypeError)) throw e } })()
CACHE.set('k', 'v')
CACHE.get('k') //=> 'v'

// a method cannot be replaced in strict mode
(function () { 'use strict'; CACHE.get = 1 })() //! TypeError
typeof CACHE.get //=> 'function'

// a method cannot be added
(() => { try { CACHE.mine = 1 } catch (e) { if (!(e instanceof TypeError)) throw e } })()
CACHE.mine //=> undefined
Object.keys(CACHE).length //=> 53

// a method cannot be removed
(() => { try { delete CACHE.get } catch (e) { if (!(e instanceof TypeError)) throw e } })()
typeof CACHE.get //=> 'function'

// a method cannot be redefined
(() => { try { Object.defineProperty(CACHE, 'get', {value: 1}) } catch (e) { if (!(e instanceof TypeError)) throw e } })()
typeof CACHE.get //=> 'function'

// DFF.CACHE cannot be replaced
(() => { try { DFF.CACHE = {} } catch (e) { if (!(e instanceof TypeError)) throw e } })()
typeof DFF.CACHE.get //=> 'function'

// a method works without its object
const {set, get} = CACHE
set('k', 'v') //=> true
get('k') //=> 'v'
get.call(null, 'k') //=> 'v'
get.apply({}, ['k']) //=> 'v'
['k'].map(k => get(k)) //=> ['v']
get.bind(null, 'k')() //=> 'v'

// a method has its name
CACHE.get.name //=> 'get'
CACHE.delete_pattern.name //=> 'delete_pattern'

// a method is no constructor of anything useful
typeof CACHE.get //=> 'function'
CACHE.get instanceof Function //=> true

// await on a result
CACHE.set('k', 'v')
await CACHE.get('k') //=> 'v'
await CACHE.incr('n') //=> 1
await CACHE.get('nosuch') //=> null
await Promise.all([CACHE.get('k'), CACHE.get('nosuch')]) //=> ['v', null]

// calls are synchronous
CACHE.set('k', 'v') instanceof Promise //=> false
typeof CACHE.get('k') //=> 'string'

// an error can be awaited too
await (async () => CACHE.incr('k', 'x'))() //! TypeError: "step"

// calls in a timer
await new Promise(r => setTimeout(() => r(CACHE.incr('k')), 1)) //=> 1

// calls in a microtask
await Promise.resolve().then(() => CACHE.incr('k')) //=> 1

// calls in a generator and in a getter
const g = (function* () { yield CACHE.incr('k'); yield CACHE.incr('k') })()
[...g] //=> [1, 2]
({get next() { return CACHE.incr('k') }}).next //=> 3

// calls in a sort and in a replacer
[3, 1, 2].sort((a, b) => { CACHE.incr('compared'); return a - b }) //=> [1, 2, 3]
Number(CACHE.get('compared')) > 0 //=> true
'aXb'.replace(/X/, () => CACHE.incr('replaced')) //=> 'a1b'

// nothing there is null, never undefined
CACHE.get('k') === null //=> true
CACHE.hget('k', 'f') === null //=> true
CACHE.lpop('k') === null //=> true
CACHE.type('k') === null //=> true
CACHE.rpoplpush('k') === null //=> true
CACHE.blpop('k', 0.001) === null //=> true
CACHE.getset('k', 1) === null //=> true
CACHE.mget('nosuch').nosuch === null //=> true
