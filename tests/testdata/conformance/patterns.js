// * matches any run of characters
CACHE.mset({a: 1, ab: 1, abc: 1, xb: 1})
CACHE.keys('a*') //=> ['a', 'ab', 'abc']
CACHE.keys('*b') //=> ['ab', 'xb']
CACHE.keys('*b*') //=> ['ab', 'abc', 'xb']
CACHE.keys('*') //=> ['a', 'ab', 'abc', 'xb']
CACHE.keys('**') //=> ['a', 'ab', 'abc', 'xb']

// ? matches one character
CACHE.mset({a: 1, ab: 1, ac: 1, abc: 1})
CACHE.keys('a?') //=> ['ab', 'ac']
CACHE.keys('???') //=> ['abc']
CACHE.keys('?') //=> ['a']

// [...] matches one of a set
CACHE.mset({a1: 1, b1: 1, c1: 1, d1: 1})
CACHE.keys('[abd]1') //=> ['a1', 'b1', 'd1']
CACHE.keys('[a-c]1') //=> ['a1', 'b1', 'c1']
CACHE.keys('[^a-c]1') //=> ['d1']

// a backslash takes the next character literally
CACHE.mset({'a*': 1, 'ab': 1, 'a?': 1, 'a[b]': 1, 'a\\': 1})
CACHE.keys('a\\*') //=> ['a*']
CACHE.keys('a\\?') //=> ['a?']
CACHE.keys('a\\[b\\]') //=> ['a[b]']
CACHE.keys('a\\\\') //=> ['a\\']

// a pattern without wildcards is one key
CACHE.mset({a: 1, ab: 1})
CACHE.keys('a') //=> ['a']
CACHE.keys('nosuch') //=> []

// an empty pattern matches the empty key only
CACHE.mset({a: 1, '': 1})
CACHE.keys('') //=> ['']

// a pattern matches the whole key
CACHE.mset({abc: 1})
CACHE.keys('b') //=> []
CACHE.keys('ab') //=> []
CACHE.keys('bc') //=> []

// * matches colons
CACHE.mset({'user:1:name': 1, 'user:2:name': 1, 'user:1': 1})
CACHE.keys('user:*:name') //=> ['user:1:name', 'user:2:name']
CACHE.keys('user:?') //=> ['user:1']
CACHE.keys('*:1') //=> ['user:1']

// a pattern that is a number
CACHE.mset({'7': 1, '77': 1})
CACHE.keys(7) //=> ['7']

// a pattern with characters beyond ASCII
CACHE.mset({'用户:1': 1, '用户:2': 1, '其他': 1})
CACHE.keys('用户:*') //=> ['用户:1', '用户:2']

// a pattern by name
CACHE.mset({a: 1, b: 1}, 's')
CACHE.keys({pattern: 'a*', scope: 's'}) //=> ['a']
CACHE.keys('b', {scope: 's'}) //=> ['b']
CACHE.keys('b', 's') //=> ['b']

// a null pattern is the default
CACHE.set('a', 1)
CACHE.keys(null) //=> ['a']
CACHE.keys(undefined, undefined) //=> ['a']

// * in a pattern does not reach another scope
CACHE.set('k', 1, {scope: 'a'})
CACHE.set('k', 2, {scope: 'ab'})
CACHE.set('k', 3, {scope: 'a:b'})
CACHE.keys('*', 'a') //=> ['k']
CACHE.keys('*b*', 'a') //=> []
CACHE.keys('*:k', 'a') //=> []
CACHE.get_pattern('*', 'a') //=> {k: '1'}
CACHE.delete_pattern('*', 'a') //=> 1
CACHE.dbsize() //=> 2

// * in a scope is literal
CACHE.set('k', 1, {scope: 'a*'})
CACHE.set('k', 2, {scope: 'ab'})
CACHE.keys('*', 'a*') //=> ['k']
CACHE.get_pattern('*', 'a*') //=> {k: '1'}
CACHE.delete_pattern('*', 'a*') //=> 1
CACHE.get('k', 'ab') //=> '2'

// a scope that is * is literal
CACHE.set('k', 1, {scope: 'a'})
CACHE.keys('*', '*') //=> []
CACHE.delete_pattern('*', '*') //=> 0
CACHE.set('own', 1, {scope: '*'})
CACHE.keys('*', '*') //=> ['own']

// ? in a scope is literal
CACHE.set('k', 1, {scope: 'a?'})
CACHE.set('k', 2, {scope: 'ab'})
CACHE.get_pattern('*', 'a?') //=> {k: '1'}

// [...] in a scope is literal
CACHE.set('k', 1, {scope: '[ab]'})
CACHE.set('k', 2, {scope: 'a'})
CACHE.get_pattern('*', '[ab]') //=> {k: '1'}

// [^...] in a scope is literal
CACHE.set('k', 1, {scope: '[^z]'})
CACHE.set('k', 2, {scope: 'a'})
CACHE.get_pattern('*', '[^z]') //=> {k: '1'}

// a backslash in a scope is literal
CACHE.set('k', 1, {scope: 'a\\*'})
CACHE.set('k', 2, {scope: 'a*'})
CACHE.set('k', 3, {scope: 'a\\'})
CACHE.get_pattern('*', 'a\\*') //=> {k: '1'}
CACHE.get_pattern('*', 'a*') //=> {k: '2'}
CACHE.get_pattern('*', 'a\\') //=> {k: '3'}

// braces in a scope are literal
CACHE.set('k', 1, {scope: 'a{b}'})
CACHE.set('k', 2, {scope: 'a'})
CACHE.get_pattern('*', 'a{b}') //=> {k: '1'}

// get_pattern
CACHE.mset({a1: 1, a2: 2, b1: 3})
CACHE.get_pattern('a*') //=> {a1: '1', a2: '2'}
CACHE.get_pattern() //=> {a1: '1', a2: '2', b1: '3'}
CACHE.get_pattern('nosuch') //=> {}

// get_pattern of an empty scope
CACHE.get_pattern() //=> {}

// get_pattern gives null for a key of another type
CACHE.set('a', 1)
CACHE.rpush('b', 1)
CACHE.get_pattern() //=> {a: '1', b: null}

// get_pattern by name and in a scope
CACHE.mset({a: 1, b: 2}, {scope: 's'})
CACHE.get_pattern({pattern: 'a', scope: 's'}) //=> {a: '1'}
CACHE.get_pattern('b', 's') //=> {b: '2'}
CACHE.get_pattern('*', {scope: 's'}) //=> {a: '1', b: '2'}

// get_pattern of many keys
const all = {}
for (let i = 0; i < 3000; i++) all['key' + i] = i
CACHE.mset(all)
const got = CACHE.get_pattern()
Object.keys(got).length //=> 3000
got.key2999 //=> '2999'

// get_pattern survives any key
CACHE.mset({['__proto__']: 1, constructor: 2, toString: 3})
const got = CACHE.get_pattern()
Object.keys(got).sort() //=> ['__proto__', 'constructor', 'toString']
Object.getOwnPropertyDescriptor(got, '__proto__').value //=> '1'

// hkeys uses its pattern on fields
CACHE.hmset('k', {a1: 1, a2: 1, b1: 1, 'a*': 1})
CACHE.hkeys('k', 'a*').sort() //=> ['a*', 'a1', 'a2']
CACHE.hkeys('k', 'a\\*') //=> ['a*']
CACHE.hkeys('k', '?1').sort() //=> ['a1', 'b1']
CACHE.hkeys('k', '[b-z]1') //=> ['b1']
CACHE.hkeys('k', 'nosuch') //=> []

// hkeys of many fields, each once
const all = {}
for (let i = 0; i < 2000; i++) all['field' + i] = i
CACHE.hmset('k', all)
CACHE.hkeys('k').length //=> 2000
new Set(CACHE.hkeys('k')).size //=> 2000
CACHE.hkeys('k', 'field19??').length //=> 100
