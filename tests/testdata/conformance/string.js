// set and get
CACHE.set('k', 'v') //=> true
CACHE.get('k') //=> 'v'
CACHE.ttl('k') //=> -1

// set overwrites
CACHE.set('k', 1) //=> true
CACHE.set('k', 2) //=> true
CACHE.get('k') //=> '2'

// set overwrites a key of another type
CACHE.rpush('k', 1)
CACHE.set('k', 'v') //=> true
CACHE.type('k') //=> 'string'

// a number is stored as its JavaScript text
CACHE.set('k', 100)
CACHE.get('k') //=> '100'
CACHE.set('k', 1.5)
CACHE.get('k') //=> '1.5'
CACHE.set('k', -3)
CACHE.get('k') //=> '-3'
CACHE.set('k', 0)
CACHE.get('k') //=> '0'
CACHE.set('k', -0)
CACHE.get('k') //=> '0'
CACHE.set('k', 0.1 + 0.2)
CACHE.get('k') //=> '0.30000000000000004'
CACHE.set('k', 1e21)
CACHE.get('k') //=> '1e+21'
CACHE.set('k', 1e20)
CACHE.get('k') //=> '100000000000000000000'
CACHE.set('k', 1e-7)
CACHE.get('k') //=> '1e-7'
CACHE.set('k', Number.MAX_SAFE_INTEGER)
CACHE.get('k') //=> '9007199254740991'
CACHE.set('k', Number.MAX_VALUE)
CACHE.get('k') //=> '1.7976931348623157e+308'
CACHE.set('k', 5e-324)
CACHE.get('k') //=> '5e-324'

// a BigInt is stored as its digits
CACHE.set('k', 10n)
CACHE.get('k') //=> '10'
CACHE.set('k', 2n ** 100n)
CACHE.get('k') //=> '1267650600228229401496703205376'
CACHE.set('k', -(2n ** 64n))
CACHE.get('k') //=> '-18446744073709551616'

// the empty string is a value
CACHE.set('k', '') //=> true
CACHE.get('k') //=> ''
CACHE.exists('k') //=> true

// reads give strings
CACHE.set('k', 1)
typeof CACHE.get('k') //=> 'string'

// the empty string is a key
CACHE.set('', 'v') //=> true
CACHE.get('') //=> 'v'
CACHE.keys() //=> ['']
CACHE.delete('') //=> 1

// a number is a key by its JavaScript text
CACHE.set(1, 'one')
CACHE.get('1') //=> 'one'
CACHE.get(1.0) //=> 'one'
CACHE.set(1.5, 'x')
CACHE.get('1.5') //=> 'x'
CACHE.set(-0, 'zero')
CACHE.get('0') //=> 'zero'
CACHE.set(1e21, 'big')
CACHE.get('1e+21') //=> 'big'

// keys with any character
for (const k of ['a b', 'a\nb', 'a\0b', 'a:b', 'a/b', '{a}', '%', '%7B', '*', '?', '[a]', '\\', '"', "'", '键', 'é', '😀', '\u2028', ' ', ':']) CACHE.set(k, 'value of ' + k)
CACHE.keys().length //=> 20
CACHE.get('a\0b') //=> 'value of a\0b'
CACHE.get('😀') //=> 'value of 😀'
CACHE.get('{a}') //=> 'value of {a}'
CACHE.get('*') //=> 'value of *'
CACHE.get('键') //=> 'value of 键'
CACHE.keys().every(k => CACHE.get(k) === 'value of ' + k) //=> true

// values with any character
CACHE.set('k', 'a\0b\r\nc')
CACHE.get('k') //=> 'a\0b\r\nc'
CACHE.set('k', '数据 😀 é \u2028')
CACHE.get('k') //=> '数据 😀 é \u2028'
CACHE.set('k', '*3\r\n$3\r\nSET')
CACHE.get('k') //=> '*3\r\n$3\r\nSET'

// a lone surrogate becomes U+FFFD
CACHE.set('k', 'a\ud800b')
CACHE.get('k') //=> 'a\ufffdb'

// a long value
const long = 'x😀'.repeat(100000)
CACHE.set('k', long) //=> true
CACHE.get('k') === long //=> true

// a long key
const long = 'k'.repeat(10000)
CACHE.set(long, 1) //=> true
CACHE.keys()[0] === long //=> true

// JSON as the way to store an object
CACHE.set('k', JSON.stringify({a: [1, 2]}))
JSON.parse(CACHE.get('k')).a[1] //=> 2

// values that are refused
CACHE.set('k', true) //! TypeError: DFF.CACHE.set … "value" … true
CACHE.set('k', null) //! TypeError: DFF.CACHE.set … "value"
CACHE.set('k', undefined) //! TypeError: DFF.CACHE.set … "value"
CACHE.set('k', []) //! TypeError: "value" … array
CACHE.set('k', ['a']) //! TypeError: "value" … array
CACHE.set('k', () => 1) //! TypeError: "value" … function
CACHE.set('k', Symbol('s')) //! TypeError: "value" … symbol
CACHE.set('k', NaN) //! TypeError: "value" … NaN
CACHE.set('k', Infinity) //! TypeError: "value" … Infinity
CACHE.set('k', -Infinity) //! TypeError: "value" … Infinity
CACHE.keys() //=> []

// an object as a value is refused with the way out
CACHE.set('k', {a: 1}, 60) //! TypeError: DFF.CACHE.set: "value" must be a string … got object … JSON.stringify
CACHE.set({key: 'k', value: {a: 1}}) //! TypeError: "value" … JSON.stringify
CACHE.keys() //=> []

// set with an expiry
CACHE.set('k', 1, 100) //=> true
CACHE.ttl('k') > 95 && CACHE.ttl('k') <= 100 //=> true
CACHE.set('k', 1, {expires: 200}) //=> true
CACHE.ttl('k') > 195 //=> true
CACHE.set('k', 1, {expire: 300}) //=> true
CACHE.ttl('k') > 295 //=> true

// set without an expiry removes one
CACHE.set('k', 1, 100)
CACHE.set('k', 2)
CACHE.ttl('k') //=> -1

// set with a null expiry never expires
CACHE.set('k', 1, null) //=> true
CACHE.ttl('k') //=> -1
CACHE.set('k', 1, {expires: null}) //=> true
CACHE.ttl('k') //=> -1

// set refuses times that are none
CACHE.set('k', 1, 0) //! RangeError: DFF.CACHE.set … "expires"
CACHE.set('k', 1, -5) //! RangeError: "expires"
CACHE.set('k', 1, 1.5) //! RangeError: "expires"
CACHE.set('k', 1, NaN) //! RangeError: "expires"
CACHE.set('k', 1, Infinity) //! RangeError: "expires"
CACHE.set('k', 1, '60') //! RangeError: "expires"
CACHE.set('k', 1, {expires: 0}) //! RangeError
CACHE.set('k', 1, {expire: -1}) //! RangeError
CACHE.exists('k') //=> false

// expire and expires agree or are refused
CACHE.set('k', 1, {expires: 100, expire: 200}) //! TypeError: DFF.CACHE.set … expire
CACHE.exists('k') //=> false
CACHE.set('k', 1, {expires: 100, expire: 100}) //=> true
CACHE.ttl('k') > 95 //=> true

// set not_exists writes only a new key
CACHE.set('k', 1, {not_exists: true}) //=> true
CACHE.set('k', 2, {not_exists: true}) //=> false
CACHE.get('k') //=> '1'
CACHE.set('k', 3, null, true) //=> false
CACHE.get('k') //=> '1'

// set not_exists over a key of another type
CACHE.rpush('k', 1)
CACHE.set('k', 2, {not_exists: true}) //=> false
CACHE.type('k') //=> 'list'

// set not_exists with an expiry
CACHE.set('k', 1, {not_exists: true, expires: 100}) //=> true
CACHE.ttl('k') > 95 //=> true
CACHE.set('k', 2, {not_exists: true, expires: 1000}) //=> false
CACHE.ttl('k') <= 100 //=> true

// set not_exists after the key has expired
CACHE.set('k', 1)
CACHE.expireat('k', 1)
CACHE.set('k', 2, {not_exists: true}) //=> true
CACHE.get('k') //=> '2'

// set exists writes only an old key
CACHE.set('k', 1, {exists: true}) //=> false
CACHE.get('k') //=> null
CACHE.set('k', 1)
CACHE.set('k', 2, {exists: true}) //=> true
CACHE.get('k') //=> '2'
CACHE.set('k', 3, null, false, true) //=> true
CACHE.get('k') //=> '3'

// set exists with an expiry
CACHE.set('k', 1)
CACHE.set('k', 2, {exists: true, expires: 100}) //=> true
CACHE.ttl('k') > 95 //=> true

// set not_exists and exists exclude each other
CACHE.set('k', 1, {not_exists: true, exists: true}) //! TypeError: DFF.CACHE.set … not_exists … exists
CACHE.set('k', 1, null, true, true) //! TypeError: DFF.CACHE.set
CACHE.exists('k') //=> false

// set with not_exists false and exists false writes always
CACHE.set('k', 1, {not_exists: false, exists: false}) //=> true
CACHE.set('k', 2, {not_exists: false}) //=> true
CACHE.get('k') //=> '2'

// set by name only
CACHE.set({key: 'k', value: 'v', expires: 100, scope: 's'}) //=> true
CACHE.get('k', 's') //=> 'v'
CACHE.ttl('k', 's') > 95 //=> true

// set by position only
CACHE.set('k', 'v', 100, false, false, 's') //=> true
CACHE.get('k', 's') //=> 'v'
CACHE.ttl('k', 's') > 95 //=> true

// get of a missing key
CACHE.get('k') //=> null

// get of a key of another type
CACHE.rpush('k', 1)
CACHE.get('k') //! CacheError {code: 'WRONGTYPE', method: 'get', key: 'k', scope: SCOPE}

// mset
CACHE.mset({a: 1, b: 'two', c: 3n}) //=> true
CACHE.get('a') //=> '1'
CACHE.get('b') //=> 'two'
CACHE.get('c') //=> '3'

// mset of nothing
CACHE.mset({}) //=> false
CACHE.dbsize() //=> 0

// mset overwrites keys of any type and their expiry
CACHE.rpush('a', 1)
CACHE.set('b', 1, 100)
CACHE.mset({a: 1, b: 2}) //=> true
CACHE.mget(['a', 'b']) //=> {a: '1', b: '2'}
CACHE.ttl('b') //=> -1

// mset in another scope
CACHE.mset({a: 1}, {scope: 's'}) //=> true
CACHE.mset({b: 2}, 's') //=> true
CACHE.get('a') //=> null
CACHE.mget(['a', 'b'], 's') //=> {a: '1', b: '2'}

// mset takes the names of options as keys
CACHE.mset({scope: 'x', key_values: 'y', expires: 1}) //=> true
CACHE.keys() //=> ['expires', 'key_values', 'scope']

// mset survives any key
CACHE.mset({['__proto__']: 1, constructor: 2, toString: 3, hasOwnProperty: 4}) //=> true
CACHE.keys() //=> ['__proto__', 'constructor', 'hasOwnProperty', 'toString']
CACHE.get('__proto__') //=> '1'

// mset takes plain objects only
CACHE.mset(new Map([['a', 1]])) //! TypeError: DFF.CACHE.mset … "key_values"
CACHE.mset(new (class Pairs { a = 1 })()) //! TypeError: "key_values"
CACHE.mset(new Date(0)) //! TypeError: "key_values"
CACHE.dbsize() //=> 0

// mset takes own properties that are enumerable
CACHE.mset(Object.defineProperty({own: 1, [Symbol('s')]: 2}, 'hidden', {value: 3, enumerable: false})) //=> true
CACHE.keys() //=> ['own']

// mset takes an object without a prototype
CACHE.mset(Object.assign(Object.create(null), {a: 1})) //=> true
CACHE.get('a') //=> '1'

// mset refuses bad values and writes nothing
CACHE.mset({a: 1, b: null}) //! TypeError: DFF.CACHE.mset … "key_values"
CACHE.mset({a: 1, b: undefined}) //! TypeError
CACHE.mset({a: 1, b: {}}) //! TypeError
CACHE.mset({a: 1, b: [1]}) //! TypeError
CACHE.mset({a: 1, b: NaN}) //! TypeError
CACHE.mset({a: 1, b: true}) //! TypeError
CACHE.keys() //=> []

// mset refuses what is no object
CACHE.mset('a') //! TypeError: DFF.CACHE.mset … "key_values"
CACHE.mset(['a', 1]) //! TypeError: "key_values"
CACHE.mset(1) //! TypeError: "key_values"
CACHE.mset(null) //! TypeError: "key_values"
CACHE.mset() //! TypeError: "key_values"
CACHE.mset(() => 1) //! TypeError: "key_values"
CACHE.keys() //=> []

// mset does not set what a script's getter throws over
CACHE.mset({a: 1, get b() { throw new RangeError('mine') }}) //! RangeError: mine
CACHE.keys() //=> []

// mget
CACHE.mset({a: 1, b: 2})
CACHE.mget(['a', 'b', 'nosuch']) //=> {a: '1', b: '2', nosuch: null}
CACHE.mget(['b']) //=> {b: '2'}
CACHE.mget(['b', 'nosuch', 'b', 'nosuch', 'a']) //=> {b: '2', nosuch: null, a: '1'}

// mget of one key
CACHE.set('a', 1)
CACHE.mget('a') //=> {a: '1'}
CACHE.mget('nosuch') //=> {nosuch: null}

// mget of no keys
CACHE.mget([]) //=> {}

// mget gives null for a key of another type
CACHE.set('a', 1)
CACHE.rpush('b', 1)
CACHE.mget(['a', 'b']) //=> {a: '1', b: null}

// mget keeps the order of the keys
CACHE.mset({a: 1, b: 2, c: 3})
Object.keys(CACHE.mget(['c', 'a', 'b'])) //=> ['c', 'a', 'b']

// mget of a key that is named twice
CACHE.set('a', 1)
CACHE.mget(['a', 'a']) //=> {a: '1'}

// mget of numbers
CACHE.mset({'1': 'x', '2': 'y'})
CACHE.mget([1, 2]) //=> {'1': 'x', '2': 'y'}

// mget by name and in a scope
CACHE.mset({a: 1, b: 2}, {scope: 's'})
CACHE.mget({keys: ['a', 'b'], scope: 's'}) //=> {a: '1', b: '2'}
CACHE.mget(['a'], 's') //=> {a: '1'}
CACHE.mget('b', {scope: 's'}) //=> {b: '2'}
CACHE.mget(['a']) //=> {a: null}

// mget survives any key
CACHE.mset({['__proto__']: 1, constructor: 2})
const got = CACHE.mget(['__proto__', 'constructor', 'toString'])
Object.keys(got) //=> ['__proto__', 'constructor', 'toString']
Object.getOwnPropertyDescriptor(got, '__proto__').value //=> '1'
got.constructor //=> '2'
got.toString //=> null

// mget refuses other elements
CACHE.mget(['a', null]) //! TypeError: DFF.CACHE.mget … "keys"
CACHE.mget(['a', true]) //! TypeError: "keys"
CACHE.mget([['a']]) //! TypeError: "keys"

// getset
CACHE.getset('k', 1) //=> null
CACHE.getset('k', 2) //=> '1'
CACHE.get('k') //=> '2'

// getset clears the expiry
CACHE.set('k', 1, 100)
CACHE.getset('k', 2) //=> '1'
CACHE.ttl('k') //=> -1

// getset gives the empty string back
CACHE.set('k', '')
CACHE.getset('k', 1) //=> ''

// getset of another type leaves it alone
CACHE.rpush('k', 1)
CACHE.getset('k', 2) //! CacheError {code: 'WRONGTYPE', method: 'getset', key: 'k'}
CACHE.lrange('k') //=> ['1']

// getset by name and in a scope
CACHE.getset({key: 'k', value: 1, scope: 's'}) //=> null
CACHE.getset('k', 2, 's') //=> '1'
CACHE.getset('k', 3, {scope: 's'}) //=> '2'

// incr
CACHE.incr('k') //=> 1
CACHE.incr('k') //=> 2
CACHE.incr('k', 10) //=> 12
CACHE.incr('k', -20) //=> -8
CACHE.incr('k', 0) //=> -8
CACHE.get('k') //=> '-8'

// incr by name and in a scope
CACHE.incr('k', {step: 5}) //=> 5
CACHE.incr({key: 'k', step: 5}) //=> 10
CACHE.incr('k', {scope: 's'}) //=> 1
CACHE.incr('k', 2, 's') //=> 3
CACHE.incr('k', null, 's') //=> 4

// incr keeps the expiry
CACHE.set('k', 1, 100)
CACHE.incr('k') //=> 2
CACHE.ttl('k') > 95 //=> true

// incr of text that is a number
CACHE.set('k', '41')
CACHE.incr('k') //=> 42

// incr of a value that is no integer
CACHE.set('k', 'abc')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER', method: 'incr', key: 'k', scope: SCOPE}
CACHE.get('k') //=> 'abc'

// incr of a fraction
CACHE.set('k', 1.5)
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.get('k') //=> '1.5'

// incr of the empty string
CACHE.set('k', '')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}

// incr of text that only resembles an integer
CACHE.set('k', ' 1')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.set('k', '1 ')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.set('k', '1e3')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.set('k', '0x10')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.set('k', '1_000')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}

// incr of a sign or leading zeros
CACHE.set('k', '+1')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.set('k', '01')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}

// incr past 64 bits
CACHE.set('k', '9223372036854775807')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER', method: 'incr'}
CACHE.get('k') //=> '9223372036854775807'
CACHE.set('k', '-9223372036854775808')
CACHE.incr('k', -1) //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.get('k') //=> '-9223372036854775808'
CACHE.set('k', '9223372036854775808')
CACHE.incr('k') //! CacheError {code: 'NOT_A_NUMBER'}

// counters within 53 bits are numbers
CACHE.set('k', '9007199254740990')
CACHE.incr('k') //=> 9007199254740991
CACHE.set('k', '-9007199254740990')
CACHE.incr('k', -1) //=> -9007199254740991

// counters beyond 53 bits are exact strings
CACHE.set('k', '9007199254740991')
CACHE.incr('k') //=> '9007199254740992'
CACHE.incr('k') //=> '9007199254740993'
CACHE.set('k', '9223372036854775806')
CACHE.incr('k') //=> '9223372036854775807'
CACHE.set('k', '-9007199254740991')
CACHE.incr('k', -1) //=> '-9007199254740992'
CACHE.incrby('k', -1) //=> '-9007199254740993'

// the largest steps
CACHE.incr('k', Number.MAX_SAFE_INTEGER) //=> 9007199254740991
CACHE.incr('k', Number.MAX_SAFE_INTEGER) //=> '18014398509481982'
CACHE.incr('k', Number.MIN_SAFE_INTEGER) //=> 9007199254740991

// steps that are refused
CACHE.incr('k', 1.5) //! TypeError: DFF.CACHE.incr … "step"
CACHE.incr('k', '1') //! TypeError: "step"
CACHE.incr('k', NaN) //! TypeError: "step"
CACHE.incr('k', Infinity) //! TypeError: "step"
CACHE.incr('k', 2 ** 53) //! TypeError: "step"
CACHE.incr('k', -(2 ** 53)) //! TypeError: "step"
CACHE.incr('k', true) //! TypeError: "step"
CACHE.incr('k', []) //! TypeError: "step"
CACHE.exists('k') //=> false

// incrby
CACHE.incrby('k', 5) //=> 5
CACHE.incrby('k', -7) //=> -2
CACHE.incrby({key: 'k', step: 2}) //=> 0
CACHE.incrby('k', 1, 's') //=> 1
CACHE.incrby('k', {step: 4, scope: 's'}) //=> 5

// incrby needs a step
CACHE.incrby('k') //! TypeError: DFF.CACHE.incrby … "step"
CACHE.incrby('k', null) //! TypeError: "step"
CACHE.incrby('k', {}) //! TypeError: "step"
CACHE.exists('k') //=> false

// incrby of a value that is no integer
CACHE.set('k', 'x')
CACHE.incrby('k', 2) //! CacheError {code: 'NOT_A_NUMBER', method: 'incrby', key: 'k'}
