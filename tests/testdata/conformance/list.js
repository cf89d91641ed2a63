// lpush adds on the left
CACHE.lpush('k', 'a') //=> 1
CACHE.lpush('k', 'b') //=> 2
CACHE.lrange('k') //=> ['b', 'a']

// rpush adds on the right
CACHE.rpush('k', 'a') //=> 1
CACHE.rpush('k', 'b') //=> 2
CACHE.lrange('k') //=> ['a', 'b']

// lpush of an array pushes its elements in order
CACHE.lpush('k', ['a', 'b', 'c']) //=> 3
CACHE.lrange('k') //=> ['c', 'b', 'a']

// rpush of an array pushes its elements in order
CACHE.rpush('k', ['a', 'b', 'c']) //=> 3
CACHE.lrange('k') //=> ['a', 'b', 'c']

// a push of nothing gives the length
CACHE.lpush('k', []) //=> 0
CACHE.rpush('k', []) //=> 0
CACHE.exists('k') //=> false
CACHE.rpush('k', ['a', 'b'])
CACHE.lpush('k', []) //=> 2
CACHE.rpush('k', []) //=> 2

// pushes store numbers as text
CACHE.rpush('k', 1)
CACHE.rpush('k', [1.5, 10n, ''])
CACHE.lrange('k') //=> ['1', '1.5', '10', '']

// a push of many elements
CACHE.rpush('k', Array.from({length: 5000}, (_, i) => i)) //=> 5000
CACHE.lrange('k', -1, -1) //=> ['4999']

// pushes by name and in a scope
CACHE.rpush({key: 'k', value: 'a', scope: 's'}) //=> 1
CACHE.rpush('k', 'b', 's') //=> 2
CACHE.lpush('k', ['c'], {scope: 's'}) //=> 3
CACHE.lpush({key: 'k', value: ['d', 'e'], scope: 's'}) //=> 5
CACHE.lrange('k', 0, -1, 's') //=> ['e', 'd', 'c', 'a', 'b']
CACHE.llen('k') //=> 0

// pushes keep the key's expiry
CACHE.rpush('k', 1)
CACHE.expire('k', 100)
CACHE.rpush('k', 2)
CACHE.ttl('k') > 95 //=> true

// pushes refuse other values and push nothing
CACHE.lpush('k', null) //! TypeError: DFF.CACHE.lpush … "value"
CACHE.lpush('k', true) //! TypeError: "value" … true
CACHE.lpush('k', ['a', null]) //! TypeError: "value"
CACHE.lpush('k', ['a', ['b']]) //! TypeError: "value"
CACHE.lpush('k', ['a', {}]) //! TypeError: "value"
CACHE.lpush('k', ['a', NaN]) //! TypeError: "value"
CACHE.lpush('k', ['a', , 'b']) //! TypeError: "value"
CACHE.rpush('k', {a: 1}, 's') //! TypeError: DFF.CACHE.rpush … "value"
CACHE.rpush('k', ['a', undefined]) //! TypeError: "value"
CACHE.exists('k') //=> false

// lpop and rpop
CACHE.rpush('k', ['a', 'b', 'c'])
CACHE.lpop('k') //=> 'a'
CACHE.rpop('k') //=> 'c'
CACHE.lpop('k') //=> 'b'
CACHE.lpop('k') //=> null
CACHE.rpop('k') //=> null
CACHE.exists('k') //=> false

// a pop of the empty string
CACHE.rpush('k', '')
CACHE.lpop('k') //=> ''

// pops by name and in a scope
CACHE.rpush('k', ['a', 'b', 'c', 'd'], 's')
CACHE.lpop({key: 'k', scope: 's'}) //=> 'a'
CACHE.rpop('k', 's') //=> 'd'
CACHE.lpop('k', {scope: 's'}) //=> 'b'
CACHE.rpop('k') //=> null

// blpop of an element that is there
CACHE.rpush('k', ['a', 'b'])
CACHE.blpop('k') //=> ['k', 'a']
CACHE.blpop('k', 1) //=> ['k', 'b']
CACHE.exists('k') //=> false

// brpop of an element that is there
CACHE.rpush('k', ['a', 'b'])
CACHE.brpop('k') //=> ['k', 'b']
CACHE.brpop('k', 1) //=> ['k', 'a']

// blpop gives null when the time is over
CACHE.blpop('k', 0.01) //=> null
CACHE.brpop('k', 0.01) //=> null
CACHE.blpop('k', {timeout: 0.001}) //=> null
CACHE.blpop({key: ['k', 'l'], timeout: 0.001}) //=> null

// blpop waits about as long as it was told
const start = Date.now()
CACHE.blpop('k', 0.05) //=> null
Date.now() - start >= 45 //=> true

// blpop searches its keys in order
CACHE.rpush('b', 1)
CACHE.rpush('c', 2)
CACHE.blpop(['a', 'b', 'c'], 1) //=> ['b', '1']
CACHE.blpop(['a', 'b', 'c'], 1) //=> ['c', '2']
CACHE.blpop(['a', 'b', 'c'], 0.001) //=> null

// brpop searches its keys in order
CACHE.rpush('a', [1, 2])
CACHE.rpush('b', [3, 4])
CACHE.brpop(['b', 'a'], 1) //=> ['b', '4']
CACHE.brpop(['a', 'b'], 1) //=> ['a', '2']

// blpop gives the key as the script named it
CACHE.rpush('a:b', 1)
CACHE.blpop('a:b') //=> ['a:b', '1']
CACHE.rpush('{x}', 1, 'a{b}')
CACHE.blpop('{x}', 1, 'a{b}') //=> ['{x}', '1']
CACHE.rpush(7, 1)
CACHE.blpop(7, 1) //=> ['7', '1']
CACHE.rpush('键', '值')
CACHE.brpop(['nosuch', '键'], 1) //=> ['键', '值']

// blpop in a scope
CACHE.rpush('k', ['a', 'b'], 's')
CACHE.blpop('k', 1, 's') //=> ['k', 'a']
CACHE.blpop('k', 0.001) //=> null
CACHE.brpop({key: 'k', timeout: 1, scope: 's'}) //=> ['k', 'b']

// blpop of an element that comes later
setTimeout(() => CACHE.rpush('k', 'late'), 5)
await new Promise(r => setTimeout(r, 10))
CACHE.blpop('k', 1) //=> ['k', 'late']

// timeouts that are refused
CACHE.blpop('k', -1) //! RangeError: DFF.CACHE.blpop … "timeout"
CACHE.blpop('k', NaN) //! RangeError: "timeout"
CACHE.brpop('k', -0.001) //! RangeError: DFF.CACHE.brpop … "timeout"
CACHE.brpoplpush('k', 'd', -1) //! RangeError: DFF.CACHE.brpoplpush … "timeout"
CACHE.blpop('k', 'x') //! TypeError|RangeError: "timeout"
CACHE.blpop('k', true) //! TypeError|RangeError: "timeout"

// blpop of another type
CACHE.set('k', 1)
CACHE.blpop('k', 1) //! CacheError {code: 'WRONGTYPE', method: 'blpop', scope: SCOPE}
CACHE.brpop('k', 1) //! CacheError {code: 'WRONGTYPE', method: 'brpop'}
CACHE.get('k') //=> '1'

// llen
CACHE.llen('k') //=> 0
CACHE.rpush('k', ['a', 'b'])
CACHE.llen('k') //=> 2
CACHE.llen({key: 'k'}) //=> 2
CACHE.llen('k', 's') //=> 0

// lrange
CACHE.rpush('k', ['a', 'b', 'c', 'd'])
CACHE.lrange('k') //=> ['a', 'b', 'c', 'd']
CACHE.lrange('k', 1) //=> ['b', 'c', 'd']
CACHE.lrange('k', 1, 2) //=> ['b', 'c']
CACHE.lrange('k', 0, 0) //=> ['a']
CACHE.lrange('k', -2) //=> ['c', 'd']
CACHE.lrange('k', -3, -2) //=> ['b', 'c']
CACHE.lrange('k', 0, 100) //=> ['a', 'b', 'c', 'd']
CACHE.lrange('k', -100, 100) //=> ['a', 'b', 'c', 'd']
CACHE.lrange('k', 3, 1) //=> []
CACHE.lrange('k', 4) //=> []
CACHE.lrange('nosuch') //=> []
CACHE.lrange('k', null, 1) //=> ['a', 'b']
CACHE.lrange('k', 0, Number.MAX_SAFE_INTEGER) //=> ['a', 'b', 'c', 'd']

// lrange by name and in a scope
CACHE.rpush('k', ['a', 'b', 'c'], 's')
CACHE.lrange('k', {start: 1, scope: 's'}) //=> ['b', 'c']
CACHE.lrange('k', {stop: 1, scope: 's'}) //=> ['a', 'b']
CACHE.lrange({key: 'k', start: 1, stop: 1, scope: 's'}) //=> ['b']
CACHE.lrange('k', 0, -1, 's') //=> ['a', 'b', 'c']
CACHE.lrange('k', 0, {stop: 0, scope: 's'}) //=> ['a']
CACHE.lrange('k') //=> []

// indexes that are refused
CACHE.rpush('k', ['a', 'b'])
CACHE.lrange('k', 0.5) //! TypeError: DFF.CACHE.lrange … "start"
CACHE.lrange('k', '0') //! TypeError: "start"
CACHE.lrange('k', 0, '1') //! TypeError: "stop"
CACHE.lrange('k', 0, NaN) //! TypeError: "stop"
CACHE.lrange('k', 0, Infinity) //! TypeError: "stop"
CACHE.lrange('k', 0, 2 ** 53) //! TypeError: "stop"
CACHE.ltrim('k', true, 1) //! TypeError: DFF.CACHE.ltrim … "start"
CACHE.ltrim('k', 0) //! TypeError: "stop"
CACHE.ltrim('k') //! TypeError: "start"
CACHE.ltrim('k', 0, null) //! TypeError: "stop"
CACHE.llen('k') //=> 2

// ltrim keeps a range, its stop included
CACHE.rpush('k', ['a', 'b', 'c', 'd', 'e'])
CACHE.ltrim('k', 0, 3) //=> true
CACHE.lrange('k') //=> ['a', 'b', 'c', 'd']
CACHE.ltrim('k', 1, -2) //=> true
CACHE.lrange('k') //=> ['b', 'c']
CACHE.ltrim('k', -1, -1) //=> true
CACHE.lrange('k') //=> ['c']

// ltrim to nothing removes the key
CACHE.rpush('k', ['a', 'b'])
CACHE.ltrim('k', 1, 0) //=> true
CACHE.exists('k') //=> false

// ltrim of a missing key
CACHE.ltrim('k', 0, 1) //=> true
CACHE.exists('k') //=> false

// ltrim by name and in a scope
CACHE.rpush('k', ['a', 'b', 'c'], 's')
CACHE.ltrim({key: 'k', start: 0, stop: 1, scope: 's'}) //=> true
CACHE.ltrim('k', 1, {stop: 1, scope: 's'}) //=> true
CACHE.lrange('k', {scope: 's'}) //=> ['b']

// rpoplpush moves from the right end to the left end
CACHE.rpush('a', [1, 2, 3])
CACHE.rpush('b', [9])
CACHE.rpoplpush('a', 'b') //=> '3'
CACHE.lrange('a') //=> ['1', '2']
CACHE.lrange('b') //=> ['3', '9']

// rpoplpush without a destination rotates
CACHE.rpush('k', [1, 2, 3])
CACHE.rpoplpush('k') //=> '3'
CACHE.lrange('k') //=> ['3', '1', '2']
CACHE.rpoplpush('k', null) //=> '2'
CACHE.rpoplpush('k', 'k') //=> '1'
CACHE.lrange('k') //=> ['1', '2', '3']

// rpoplpush of a missing key
CACHE.rpoplpush('a', 'b') //=> null
CACHE.rpoplpush('a') //=> null
CACHE.keys() //=> []

// rpoplpush creates its destination and removes an empty source
CACHE.rpush('a', 1)
CACHE.rpoplpush('a', 'b') //=> '1'
CACHE.keys() //=> ['b']

// rpoplpush by name and in a scope
CACHE.rpush('a', [1, 2, 3, 4], 's')
CACHE.rpoplpush({key: 'a', dest_key: 'b', scope: 's'}) //=> '4'
CACHE.rpoplpush('a', {dest_key: 'b', scope: 's'}) //=> '3'
CACHE.rpoplpush('a', 'b', 's') //=> '2'
CACHE.rpoplpush('a', {scope: 's'}) //=> '1'
CACHE.rpoplpush('a', 'b', 's', 's') //=> '1'
CACHE.lrange('b', 0, -1, 's') //=> ['1', '2', '3', '4']
CACHE.keys() //=> []

// rpoplpush of another type leaves both alone
CACHE.set('s', 1)
CACHE.rpush('l', 1)
CACHE.rpoplpush('s', 'l') //! CacheError {code: 'WRONGTYPE', method: 'rpoplpush'}
CACHE.rpoplpush('l', 's') //! CacheError {code: 'WRONGTYPE', method: 'rpoplpush'}
CACHE.lrange('l') //=> ['1']
CACHE.get('s') //=> '1'

// rpoplpush into another scope
//not cluster
CACHE.rpush('a', [1, 2])
CACHE.rpoplpush('a', 'b', {dest_scope: 'other'}) //=> '2'
CACHE.lrange('b', {scope: 'other'}) //=> ['2']
CACHE.rpoplpush('a', {dest_scope: 'other'}) //=> '1'
CACHE.lrange('a', {scope: 'other'}) //=> ['1']
CACHE.keys() //=> []

// rpoplpush from one named scope into another
//not cluster
CACHE.rpush('a', [1, 2], 's')
CACHE.rpoplpush('a', 'b', 's', 't') //=> '2'
CACHE.rpoplpush({key: 'a', scope: 's', dest_scope: 't'}) //=> '1'
CACHE.keys('*', 't') //=> ['a', 'b']

// rpoplpush between scopes is refused on a cluster
//only cluster
CACHE.rpush('a', [1, 2], 's')
CACHE.rpoplpush('a', 'b', 's', 't') //! CacheError {code: 'CROSSSLOT', method: 'rpoplpush', key: 'a', scope: 's'}
CACHE.brpoplpush('a', 'b', 1, 's', 't') //! CacheError {code: 'CROSSSLOT', method: 'brpoplpush', key: 'a', scope: 's'}
CACHE.lrange('a', 0, -1, 's') //=> ['1', '2']
CACHE.keys('*', 't') //=> []

// brpoplpush of an element that is there
CACHE.rpush('a', [1, 2, 3])
CACHE.brpoplpush('a', 'b') //=> '3'
CACHE.brpoplpush('a', 'b', 1) //=> '2'
CACHE.lrange('b') //=> ['2', '3']
CACHE.brpoplpush('b') //=> '3'
CACHE.lrange('b') //=> ['3', '2']

// brpoplpush gives null when the time is over
CACHE.brpoplpush('a', 'b', 0.01) //=> null
CACHE.brpoplpush('a', null, 0.001) //=> null
CACHE.brpoplpush('a', {timeout: 0.001}) //=> null
CACHE.keys() //=> []

// brpoplpush by name and in a scope
CACHE.rpush('a', [1, 2, 3], 's')
CACHE.brpoplpush({key: 'a', dest_key: 'b', timeout: 1, scope: 's'}) //=> '3'
CACHE.brpoplpush('a', 'b', 1, 's') //=> '2'
CACHE.brpoplpush('a', 'b', 1, 's', 's') //=> '1'
CACHE.lrange('b', 0, -1, 's') //=> ['1', '2', '3']

// brpoplpush into another scope
//not cluster
CACHE.rpush('a', [1, 2])
CACHE.brpoplpush('a', 'b', 1, null, 'other') //=> '2'
CACHE.brpoplpush('a', {timeout: 1, dest_scope: 'other'}) //=> '1'
CACHE.keys('*', 'other') //=> ['a', 'b']

// brpoplpush of another type
CACHE.set('k', 1)
CACHE.brpoplpush('k', 'd', 1) //! CacheError {code: 'WRONGTYPE', method: 'brpoplpush'}

// push, pop and bpop are the very same functions
CACHE.push === CACHE.lpush //=> true
CACHE.pop === CACHE.rpop //=> true
CACHE.bpop === CACHE.brpop //=> true

// push, pop and bpop make a queue
CACHE.push('k', 'a') //=> 1
CACHE.push('k', ['b', 'c']) //=> 3
CACHE.pop('k') //=> 'a'
CACHE.bpop('k', 1) //=> ['k', 'b']
CACHE.bpop({key: 'k', timeout: 1}) //=> ['k', 'c']
CACHE.bpop('k', 0.001) //=> null

// elements with any character
CACHE.rpush('k', ['数据', '😀', 'a\0b', '\r\n', ' '])
CACHE.lrange('k') //=> ['数据', '😀', 'a\0b', '\r\n', ' ']
CACHE.lpop('k') //=> '数据'
CACHE.blpop('k') //=> ['k', '😀']
