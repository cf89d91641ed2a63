// hset tells a new field from an old one
CACHE.hset('k', 'f', 'v') //=> 1
CACHE.hset('k', 'f', 'w') //=> 0
CACHE.hget('k', 'f') //=> 'w'

// hset stores numbers as text
CACHE.hset('k', 'f', 1.5)
CACHE.hget('k', 'f') //=> '1.5'
CACHE.hset('k', 'f', 12345678901234567890n)
CACHE.hget('k', 'f') //=> '12345678901234567890'

// hset takes a number as a field
CACHE.hset('k', 7, 'v') //=> 1
CACHE.hget('k', '7') //=> 'v'
CACHE.hget('k', 7) //=> 'v'

// hset takes the empty string as a field and as a value
CACHE.hset('k', '', '') //=> 1
CACHE.hget('k', '') //=> ''
CACHE.hgetall('k') //=> {'': ''}

// hset not_exists
CACHE.hset('k', 'f', 1, {not_exists: true}) //=> 1
CACHE.hset('k', 'f', 2, {not_exists: true}) //=> 0
CACHE.hget('k', 'f') //=> '1'
CACHE.hset('k', 'f', 3, true) //=> 0
CACHE.hset('k', 'g', 3, true) //=> 1
CACHE.hset('k', 'f', 4, false) //=> 0
CACHE.hgetall('k') //=> {f: '4', g: '3'}

// hset by name and in a scope
CACHE.hset({key: 'k', field: 'f', value: 'v', scope: 's'}) //=> 1
CACHE.hset('k', 'g', 'w', false, 's') //=> 1
CACHE.hset('k', 'h', 'x', {scope: 's'}) //=> 1
CACHE.hgetall('k', 's') //=> {f: 'v', g: 'w', h: 'x'}
CACHE.hgetall('k') //=> {}

// hset keeps the key's expiry
CACHE.hset('k', 'f', 1)
CACHE.expire('k', 100)
CACHE.hset('k', 'g', 1)
CACHE.ttl('k') > 95 //=> true

// hset refuses an object with the way out
CACHE.hset('k', 'f', {a: 1}, false) //! TypeError: DFF.CACHE.hset: "value" must be a string or a finite number, got object (use JSON.stringify)
CACHE.hset({key: 'k', field: 'f', value: {}}) //! TypeError: DFF.CACHE.hset … "value" … object
CACHE.exists('k') //=> false

// hset refuses other values
CACHE.hset('k', 'f', null) //! TypeError: "value"
CACHE.hset('k', 'f', true) //! TypeError: "value" … true
CACHE.hset('k', 'f', [1]) //! TypeError: "value" … array
CACHE.hset('k', 'f', NaN) //! TypeError: "value"
CACHE.exists('k') //=> false

// hget of a missing key and of a missing field
CACHE.hget('k', 'f') //=> null
CACHE.hset('k', 'f', 1)
CACHE.hget('k', 'g') //=> null

// hget by name and in a scope
CACHE.hset('k', 'f', 1, {scope: 's'})
CACHE.hget({key: 'k', field: 'f', scope: 's'}) //=> '1'
CACHE.hget('k', 'f', 's') //=> '1'
CACHE.hget('k', {field: 'f', scope: 's'}) //=> '1'
CACHE.hget('k', 'f') //=> null

// hmset
CACHE.hmset('k', {a: 1, b: 'two', c: 3n}) //=> true
CACHE.hgetall('k') //=> {a: '1', b: 'two', c: '3'}
CACHE.hmset('k', {a: 9, d: 4}) //=> true
CACHE.hgetall('k') //=> {a: '9', b: 'two', c: '3', d: '4'}

// hmset of nothing
CACHE.hmset('k', {}) //=> false
CACHE.exists('k') //=> false

// hmset by name and in a scope
CACHE.hmset('k', {a: 1}, {scope: 's'}) //=> true
CACHE.hmset('k', {b: 1}, 's') //=> true
CACHE.hmset({key: 'k', obj: {c: 1}, scope: 's'}) //=> true
CACHE.hgetall('k', 's') //=> {a: '1', b: '1', c: '1'}

// hmset takes the names of options as fields
CACHE.hmset('k', {scope: 'x', key: 'y', obj: 'z'}) //=> true
CACHE.hgetall('k') //=> {scope: 'x', key: 'y', obj: 'z'}

// hmset refuses bad values and writes nothing
CACHE.hmset('k', {a: 1, b: null}) //! TypeError: DFF.CACHE.hmset … "obj"
CACHE.hmset('k', {a: 1, b: {}}) //! TypeError: "obj"
CACHE.hmset('k', {a: 1, b: Infinity}) //! TypeError
CACHE.hmset('k', {a: 1, b: undefined}) //! TypeError
CACHE.hmset('k', ['a']) //! TypeError: "obj"
CACHE.hmset('k', 'a') //! TypeError: "obj"
CACHE.hmset('k') //! TypeError: "obj"
CACHE.exists('k') //=> false

// hmget
CACHE.hmset('k', {a: 1, b: 2})
CACHE.hmget('k', ['a', 'b', 'nosuch']) //=> {a: '1', b: '2', nosuch: null}
CACHE.hmget('k', 'a') //=> {a: '1'}
CACHE.hmget('k', []) //=> {}
CACHE.hmget('k', ['a', 'a']) //=> {a: '1'}
Object.keys(CACHE.hmget('k', ['b', 'a'])) //=> ['b', 'a']

// hmget of a missing key
CACHE.hmget('k', ['a', 'b']) //=> {a: null, b: null}

// hmget of numbers
CACHE.hmset('k', {'1': 'x', '2': 'y'})
CACHE.hmget('k', [1, 2]) //=> {'1': 'x', '2': 'y'}

// hmget by name and in a scope
CACHE.hmset('k', {a: 1}, {scope: 's'})
CACHE.hmget({key: 'k', fields: ['a'], scope: 's'}) //=> {a: '1'}
CACHE.hmget('k', ['a'], 's') //=> {a: '1'}
CACHE.hmget('k', {fields: 'a', scope: 's'}) //=> {a: '1'}
CACHE.hmget('k', ['a']) //=> {a: null}

// hmget refuses other elements
CACHE.hmget('k', ['a', null]) //! TypeError: DFF.CACHE.hmget … "fields"
CACHE.hmget('k', [true]) //! TypeError: "fields"

// hgetall
CACHE.hmset('k', {a: 1, b: ''})
CACHE.hgetall('k') //=> {a: '1', b: ''}
CACHE.hgetall({key: 'k'}) //=> {a: '1', b: ''}

// hgetall of a missing key
CACHE.hgetall('k') //=> {}

// hgetall of many fields
const all = {}
for (let i = 0; i < 2000; i++) all['f' + i] = i
CACHE.hmset('k', all)
const got = CACHE.hgetall('k')
Object.keys(got).length //=> 2000
got.f1999 //=> '1999'

// objects survive any field
CACHE.hmset('k', {['__proto__']: 1, constructor: 2, toString: 3, hasOwnProperty: 4}) //=> true
const got = CACHE.hgetall('k')
Object.keys(got).sort() //=> ['__proto__', 'constructor', 'hasOwnProperty', 'toString']
Object.getOwnPropertyDescriptor(got, '__proto__').value //=> '1'
got.constructor //=> '2'
CACHE.hget('k', '__proto__') //=> '1'
Object.keys(CACHE.hmget('k', ['__proto__', 'valueOf'])) //=> ['__proto__', 'valueOf']
CACHE.hmget('k', ['valueOf']).valueOf //=> null
CACHE.hset('k', '__proto__', 5) //=> 0
CACHE.hkeys('k', '__*') //=> ['__proto__']

// what comes back is a plain object that the script may change
CACHE.hset('k', 'f', 1)
const got = CACHE.hgetall('k')
got.f = 'changed'
got.g = 'added'
got //=> {f: 'changed', g: 'added'}
CACHE.hgetall('k') //=> {f: '1'}
JSON.stringify(CACHE.hgetall('k')) //=> '{"f":"1"}'

// fields and values with any character
CACHE.hmset('k', {'字段': '值', '😀': 'é', 'a\0b': '\r\n', ' ': ' '})
CACHE.hgetall('k') //=> {'字段': '值', '😀': 'é', 'a\0b': '\r\n', ' ': ' '}
CACHE.hkeys('k', '字*') //=> ['字段']

// hkeys
CACHE.hmset('k', {b: 1, a: 1})
CACHE.hkeys('k').sort() //=> ['a', 'b']
CACHE.hkeys('k', '*').sort() //=> ['a', 'b']
CACHE.hkeys('k', 'a') //=> ['a']
CACHE.hkeys('k', null).sort() //=> ['a', 'b']

// hkeys of a missing key
CACHE.hkeys('k') //=> []
CACHE.hkeys('k', 'a*') //=> []

// hkeys by name and in a scope
CACHE.hmset('k', {a: 1, b: 1}, {scope: 's'})
CACHE.hkeys({key: 'k', pattern: 'a', scope: 's'}) //=> ['a']
CACHE.hkeys('k', 'b', 's') //=> ['b']
CACHE.hkeys('k', {scope: 's'}).sort() //=> ['a', 'b']
CACHE.hkeys('k') //=> []

// hincr
CACHE.hincr('k', 'f') //=> 1
CACHE.hincr('k', 'f') //=> 2
CACHE.hincr('k', 'f', 10) //=> 12
CACHE.hincr('k', 'f', -20) //=> -8
CACHE.hget('k', 'f') //=> '-8'

// hincr by name and in a scope
CACHE.hincr({key: 'k', field: 'f', step: 5, scope: 's'}) //=> 5
CACHE.hincr('k', 'f', {step: 2, scope: 's'}) //=> 7
CACHE.hincr('k', 'f', 1, 's') //=> 8
CACHE.hincr('k', 'f', null, 's') //=> 9
CACHE.hincr('k', 'f') //=> 1

// hincr of a value that is no integer
CACHE.hset('k', 'f', 'abc')
CACHE.hincr('k', 'f') //! CacheError {code: 'NOT_A_NUMBER', method: 'hincr', key: 'k', scope: SCOPE}
CACHE.hset('k', 'f', '1.5')
CACHE.hincr('k', 'f') //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.hset('k', 'f', '')
CACHE.hincr('k', 'f') //! CacheError {code: 'NOT_A_NUMBER'}
CACHE.hget('k', 'f') //=> ''

// hincr past 64 bits
CACHE.hset('k', 'f', '9223372036854775807')
CACHE.hincr('k', 'f') //! CacheError {code: 'NOT_A_NUMBER', method: 'hincr'}
CACHE.hget('k', 'f') //=> '9223372036854775807'

// hash counters beyond 53 bits are exact strings
CACHE.hset('k', 'f', '9007199254740991')
CACHE.hincr('k', 'f') //=> '9007199254740992'
CACHE.hincrby('k', 'f', 1) //=> '9007199254740993'
CACHE.hincrby('k', 'f', -3) //=> 9007199254740990

// hincr refuses other steps
CACHE.hincr('k', 'f', 0.5) //! TypeError: DFF.CACHE.hincr … "step"
CACHE.hincr('k', 'f', '1') //! TypeError: "step"
CACHE.hincr('k', 'f', 2 ** 53) //! TypeError: "step"
CACHE.exists('k') //=> false

// hincrby
CACHE.hincrby('k', 'f', 5) //=> 5
CACHE.hincrby('k', 'f', {step: -6}) //=> -1
CACHE.hincrby({key: 'k', field: 'f', step: 1}) //=> 0
CACHE.hincrby('k', 'f', 1, 's') //=> 1
CACHE.hincrby('k', 'f') //! TypeError: DFF.CACHE.hincrby … "step"

// hincrby of a value that is no integer
CACHE.hset('k', 'f', 'x')
CACHE.hincrby('k', 'f', 1) //! CacheError {code: 'NOT_A_NUMBER', method: 'hincrby', key: 'k'}

// hdel
CACHE.hmset('k', {a: 1, b: 1, c: 1, d: 1})
CACHE.hdel('k', 'a') //=> 1
CACHE.hdel('k', 'a') //=> 0
CACHE.hdel('k', ['b', 'c', 'nosuch']) //=> 2
CACHE.hgetall('k') //=> {d: '1'}
CACHE.hdel('k', []) //=> 0
CACHE.hdel('nosuch', 'a') //=> 0

// hdel of the last field removes the key
CACHE.hset('k', 'f', 1)
CACHE.hdel('k', 'f') //=> 1
CACHE.exists('k') //=> false

// hdel by name and in a scope
CACHE.hmset('k', {a: 1, b: 1, c: 1}, {scope: 's'})
CACHE.hdel({key: 'k', field: 'a', scope: 's'}) //=> 1
CACHE.hdel('k', ['b'], 's') //=> 1
CACHE.hdel('k', 'c', {scope: 's'}) //=> 1
CACHE.exists('k', 's') //=> false

// hdel does not read its field as a pattern
CACHE.hmset('k', {a: 1, b: 1})
CACHE.hdel('k', '*') //=> 0

// hdel refuses other elements and removes nothing
CACHE.hmset('k', {a: 1, b: 1})
CACHE.hdel('k', ['a', null]) //! TypeError: DFF.CACHE.hdel … "field"
CACHE.hdel('k', ['a', []]) //! TypeError: "field"
CACHE.hkeys('k').sort() //=> ['a', 'b']
