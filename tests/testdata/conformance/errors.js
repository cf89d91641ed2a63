// CacheError is an Error
CACHE.set('k', 1)
let e
try { CACHE.lpush('k', 1) } catch (x) { e = x }
e instanceof Error //=> true
e.name //=> 'CacheError'
e.code //=> 'WRONGTYPE'
e.method //=> 'lpush'
e.key //=> 'k'
e.scope //=> SCOPE
typeof e.message //=> 'string'
e.message.length > 0 //=> true
typeof e.stack //=> 'string'
String(e).startsWith('CacheError: ') //=> true

// the error of another scope names it
CACHE.set('k', 1, {scope: 's'})
CACHE.lpush('k', 1, 's') //! CacheError {code: 'WRONGTYPE', method: 'lpush', key: 'k', scope: 's'}
CACHE.hget('k', 'f', {scope: 's'}) //! CacheError {code: 'WRONGTYPE', method: 'hget', key: 'k', scope: 's'}

// an alias reports the method it stands for
CACHE.set('k', 1)
CACHE.push('k', 1) //! CacheError {code: 'WRONGTYPE', method: 'lpush'}
CACHE.pop('k') //! CacheError {code: 'WRONGTYPE', method: 'rpop'}
CACHE.push('k') //! TypeError: DFF.CACHE.lpush

// a script goes on after an error
CACHE.set('k', 'x')
(() => { try { CACHE.incr('k') } catch (e) { return e.code } })() //=> 'NOT_A_NUMBER'
CACHE.set('k', 1) //=> true
CACHE.incr('k') //=> 2

// an error in a module names the module's scope
const counter = require('../modules/counter')
CACHE.set('k', 'x', {scope: 'modules/counter'})
counter.bump('k') //! CacheError {code: 'NOT_A_NUMBER', method: 'incr', key: 'k', scope: 'modules/counter'}

// an error rejects an async function
CACHE.set('k', 'x')
await (async () => CACHE.incr('k'))() //! CacheError {code: 'NOT_A_NUMBER'}

// every write refuses a key of another type and leaves it alone
CACHE.set('k', 'v')
CACHE.lpush('k', 1) //! CacheError {code: 'WRONGTYPE'}
CACHE.rpush('k', [1, 2]) //! CacheError {code: 'WRONGTYPE'}
CACHE.lpush('k', []) //! CacheError {code: 'WRONGTYPE'}
CACHE.sadd('k', 1) //! CacheError {code: 'WRONGTYPE'}
CACHE.zadd('k', {a: 1}) //! CacheError {code: 'WRONGTYPE'}
CACHE.hset('k', 'f', 1) //! CacheError {code: 'WRONGTYPE'}
CACHE.hset('k', 'f', 1, {not_exists: true}) //! CacheError {code: 'WRONGTYPE'}
CACHE.hmset('k', {f: 1}) //! CacheError {code: 'WRONGTYPE'}
CACHE.hincr('k', 'f') //! CacheError {code: 'WRONGTYPE'}
CACHE.ltrim('k', 0, 1) //! CacheError {code: 'WRONGTYPE'}
CACHE.get('k') //=> 'v'

// an empty list of members asks nothing of the cache
CACHE.delete([]) //=> 0
CACHE.mget([]) //=> {}
CACHE.hmget('k', []) //=> {}
CACHE.hdel('k', []) //=> 0
CACHE.sadd('k', []) //=> 0
CACHE.srem('k', []) //=> 0
CACHE.zrem('k', []) //=> 0
