// ping answers true
CACHE.ping() //=> true

// ping takes no argument
CACHE.ping('x') //! TypeError: DFF.CACHE.ping

// ping takes no scope
CACHE.ping({scope: 's'}) //! TypeError: DFF.CACHE.ping … scope

// ping takes an empty options object
CACHE.ping({}) //=> true

// info is an object
const info = CACHE.info()
typeof info //=> 'object'
Array.isArray(info) //=> false
Object.keys(info).length > 0 //=> true
Object.values(info).includes(undefined) //=> false
Object.values(info).every(v => typeof v === 'string' || typeof v === 'object' || Number.isFinite(v)) //=> true

// info has no section headings and no carriage returns
Object.keys(CACHE.info()).every(k => /^[^#\r\n]+$/.test(k)) //=> true
Object.values(CACHE.info()).every(v => typeof v !== 'string' || !/[\r\n]/.test(v)) //=> true

// info gives numbers as numbers
typeof CACHE.info().connected_clients //=> 'number'

// info gives versions as text
//not embedded
typeof CACHE.info().redis_version //=> 'string'
/^\d+\.\d+\.\d+/.test(CACHE.info().redis_version) //=> true

// info gives a database as an object
//not embedded cluster
CACHE.set('a', 1)
CACHE.set('b', 1, 100)
CACHE.info().db0.keys //=> 2
CACHE.info().db0.expires //=> 1

// info takes no argument
CACHE.info('server') //! TypeError: DFF.CACHE.info

// dbsize of an empty database
CACHE.dbsize() //=> 0

// dbsize counts every scope
CACHE.set('k', 1, {scope: 'a'})
CACHE.set('k', 1, {scope: 'b'})
CACHE.lpush('l', 1, {scope: 'c'})
CACHE.set('k', 1)
CACHE.dbsize() //=> 4

// dbsize takes no scope
CACHE.dbsize({scope: 's'}) //! TypeError: DFF.CACHE.dbsize … scope

// type of a missing key
CACHE.type('k') //=> null

// type of a string
CACHE.set('k', 1)
CACHE.type('k') //=> 'string'

// type of a list
CACHE.rpush('k', 1)
CACHE.type('k') //=> 'list'

// type of a set
CACHE.sadd('k', 1)
CACHE.type('k') //=> 'set'

// type of a sorted set
CACHE.zadd('k', {a: 1})
CACHE.type('k') //=> 'zset'

// type of a hash
CACHE.hset('k', 'f', 1)
CACHE.type('k') //=> 'hash'

// type of a stream that somebody else wrote
//redis XADD dff:{s}:k 1-1 f v
CACHE.type('k', 's') //=> 'stream'

// type in another scope
CACHE.set('k', 1, {scope: 's'})
CACHE.type('k') //=> null
CACHE.type('k', 's') //=> 'string'
CACHE.type('k', {scope: 's'}) //=> 'string'
CACHE.type({key: 'k', scope: 's'}) //=> 'string'

// type with a key that is a number
CACHE.set('7', 1)
CACHE.type(7) //=> 'string'

// keys of an empty scope
CACHE.keys() //=> []

// keys are sorted and without their scope
CACHE.mset({b: 1, a: 1, 'c:d': 1, '10': 1, '9': 1})
CACHE.keys() //=> ['10', '9', 'a', 'b', 'c:d']

// keys of every type
CACHE.set('a', 1)
CACHE.rpush('b', 1)
CACHE.sadd('c', 1)
CACHE.hset('d', 'f', 1)
CACHE.zadd('e', {m: 1})
CACHE.keys() //=> ['a', 'b', 'c', 'd', 'e']

// keys leaves out what has expired
CACHE.mset({a: 1, b: 1})
CACHE.expireat('a', 1)
CACHE.keys() //=> ['b']

// keys of many keys, each once
const all = {}
for (let i = 0; i < 3000; i++) all['key' + i] = i
CACHE.mset(all)
CACHE.keys().length //=> 3000
new Set(CACHE.keys()).size //=> 3000
CACHE.keys('key29??').length //=> 100
CACHE.keys('key1')[0] //=> 'key1'

// exists
CACHE.exists('k') //=> false
CACHE.set('k', '')
CACHE.exists('k') //=> true
CACHE.exists('k', 'other') //=> false
CACHE.exists({key: 'k'}) //=> true

// exists of a key that has expired
CACHE.set('k', 1)
CACHE.expireat('k', 1000000000)
CACHE.exists('k') //=> false

// exists of every type
CACHE.rpush('l', 1)
CACHE.exists('l') //=> true
CACHE.hset('h', 'f', 1)
CACHE.exists('h') //=> true
CACHE.zadd('z', {m: 1})
CACHE.exists('z') //=> true

// expire sets the time to live
CACHE.set('k', 1)
CACHE.expire('k', 100) //=> true
const ttl = CACHE.ttl('k')
ttl > 95 && ttl <= 100 //=> true

// expire of a missing key
CACHE.expire('k', 100) //=> false
CACHE.exists('k') //=> false

// expire by name
CACHE.set('k', 1)
CACHE.expire('k', {expire: 100}) //=> true
CACHE.ttl('k') > 95 //=> true
CACHE.expire({key: 'k', expire: 200}) //=> true
CACHE.ttl('k') > 195 //=> true

// expire accepts expires
CACHE.set('k', 1)
CACHE.expire('k', {expires: 100}) //=> true
CACHE.ttl('k') > 95 //=> true

// expire without a time removes the expiry
CACHE.set('k', 1, 100)
CACHE.expire('k') //=> true
CACHE.ttl('k') //=> -1

// expire with null removes the expiry
CACHE.set('k', 1, 100)
CACHE.expire('k', null) //=> true
CACHE.ttl('k') //=> -1

// expire with undefined removes the expiry
CACHE.set('k', 1, 100)
CACHE.expire('k', undefined) //=> true
CACHE.ttl('k') //=> -1

// expire without a time answers true when there is no expiry to remove
CACHE.set('k', 1)
CACHE.expire('k') //=> true
CACHE.ttl('k') //=> -1

// expire without a time of a missing key
CACHE.expire('k') //=> false

// expire replaces an expiry
CACHE.set('k', 1, 1000)
CACHE.expire('k', 10) //=> true
CACHE.ttl('k') <= 10 //=> true

// expire refuses zero and negative times
CACHE.set('k', 1)
CACHE.expire('k', 0) //! RangeError: DFF.CACHE.expire … "expire"
CACHE.expire('k', -1) //! RangeError: DFF.CACHE.expire … "expire"
CACHE.expire('k', 0.5) //! RangeError
CACHE.ttl('k') //=> -1

// expire in another scope
CACHE.set('k', 1)
CACHE.expire('k', 100, 's') //=> false
CACHE.ttl('k') //=> -1

// expire of a list
CACHE.rpush('k', 1)
CACHE.expire('k', 100) //=> true
CACHE.ttl('k') > 95 //=> true

// expireat sets a time
CACHE.set('k', 1)
CACHE.expireat('k', Math.floor(Date.now() / 1000) + 100) //=> true
const ttl = CACHE.ttl('k')
ttl >= 95 && ttl <= 101 //=> true

// expireat with a fraction
CACHE.set('k', 1)
CACHE.expireat('k', Date.now() / 1000 + 100.5) //=> true
CACHE.ttl('k') > 95 //=> true

// expireat keeps the fraction to the millisecond
//redis PEXPIRETIME dff:{s}:k => 4102444800250
//not embedded
CACHE.set('k', 1, {scope: 's'})
CACHE.expireat('k', 4102444800.25, 's') //=> true

// expireat in the past deletes the key
CACHE.set('k', 1)
CACHE.expireat('k', 1) //=> true
CACHE.exists('k') //=> false
CACHE.get('k') //=> null
CACHE.ttl('k') //=> -2
CACHE.dbsize() //=> 0

// expireat just now deletes the key
CACHE.set('k', 1)
CACHE.expireat('k', Date.now() / 1000 - 0.01) //=> true
CACHE.exists('k') //=> false

// expireat of a missing key
CACHE.expireat('k', 4102444800) //=> false

// expireat by name
CACHE.set('k', 1, {scope: 's'})
CACHE.expireat({key: 'k', timestamp: 4102444800, scope: 's'}) //=> true
CACHE.ttl('k', 's') > 100000 //=> true

// expireat refuses what is no time
CACHE.set('k', 1)
CACHE.expireat('k', NaN) //! TypeError|RangeError: DFF.CACHE.expireat … "timestamp"
CACHE.expireat('k', Infinity) //! TypeError|RangeError: "timestamp"
CACHE.expireat('k', 'soon') //! TypeError|RangeError: "timestamp"
CACHE.expireat('k', true) //! TypeError|RangeError: "timestamp"
CACHE.ttl('k') //=> -1

// ttl of a missing key
CACHE.ttl('k') //=> -2

// ttl without an expiry
CACHE.set('k', 1)
CACHE.ttl('k') //=> -1

// ttl is in whole seconds
CACHE.set('k', 1, 1000)
Number.isInteger(CACHE.ttl('k')) //=> true
CACHE.ttl('k') > 990 && CACHE.ttl('k') <= 1000 //=> true

// a key expires by the clock
CACHE.set('k', 1)
CACHE.expireat('k', Date.now() / 1000 + 0.03)
CACHE.exists('k') //=> true
await until(() => !CACHE.exists('k')) //=> true
CACHE.get('k') //=> null
CACHE.ttl('k') //=> -2

// a list expires by the clock
CACHE.rpush('k', [1, 2])
CACHE.expireat('k', Date.now() / 1000 + 0.03)
await until(() => CACHE.llen('k') === 0) //=> true
CACHE.keys() //=> []

// delete
CACHE.set('k', 1)
CACHE.delete('k') //=> 1
CACHE.delete('k') //=> 0
CACHE.exists('k') //=> false

// delete of several keys
CACHE.mset({a: 1, b: 1, c: 1})
CACHE.delete(['a', 'b', 'nosuch']) //=> 2
CACHE.keys() //=> ['c']

// delete of no keys
CACHE.set('k', 1)
CACHE.delete([]) //=> 0
CACHE.exists('k') //=> true

// delete counts a key that is named twice once
CACHE.set('k', 1)
CACHE.delete(['k', 'k']) //=> 1

// delete of every type
CACHE.rpush('l', 1)
CACHE.zadd('z', {m: 1})
CACHE.hset('h', 'f', 1)
CACHE.sadd('s', 1)
CACHE.delete(['l', 'z', 'h', 's']) //=> 4
CACHE.keys() //=> []

// delete takes numbers in an array
CACHE.mset({'1': 1, '2': 2})
CACHE.delete([1, 2]) //=> 2

// delete in one scope only
CACHE.set('k', 1)
CACHE.set('k', 1, {scope: 's'})
CACHE.delete('k', 's') //=> 1
CACHE.exists('k') //=> true

// delete by name
CACHE.mset({a: 1, b: 1})
CACHE.delete({key: 'a'}) //=> 1
CACHE.delete({key: ['a', 'b']}) //=> 1

// delete does not read its key as a pattern
CACHE.mset({a: 1, b: 1})
CACHE.delete('*') //=> 0
CACHE.keys() //=> ['a', 'b']

// delete refuses an array with anything else in it, and deletes nothing
CACHE.mset({a: 1, b: 1})
CACHE.delete(['a', null]) //! TypeError: DFF.CACHE.delete … "key"
CACHE.delete(['a', ['b']]) //! TypeError: "key"
CACHE.delete(['a', {}]) //! TypeError: "key"
CACHE.delete(['a', , 'b']) //! TypeError: "key"
CACHE.keys() //=> ['a', 'b']

// delete_pattern
CACHE.mset({a1: 1, a2: 1, b1: 1})
CACHE.delete_pattern('a*') //=> 2
CACHE.keys() //=> ['b1']
CACHE.delete_pattern('nosuch*') //=> 0

// delete_pattern without a pattern empties the scope
CACHE.mset({a: 1, b: 1})
CACHE.set('a', 1, {scope: 's'})
CACHE.delete_pattern() //=> 2
CACHE.keys() //=> []
CACHE.keys({scope: 's'}) //=> ['a']

// delete_pattern of an empty scope
CACHE.delete_pattern() //=> 0

// delete_pattern of many keys
const all = {}
for (let i = 0; i < 3000; i++) all['key' + i] = i
CACHE.mset(all)
CACHE.delete_pattern('key1*') //=> 1111
CACHE.delete_pattern('*') //=> 1889
CACHE.keys() //=> []

// delete_pattern by name and in a scope
CACHE.mset({a: 1, b: 1}, {scope: 's'})
CACHE.delete_pattern({pattern: 'a', scope: 's'}) //=> 1
CACHE.delete_pattern('*', 's') //=> 1
