// the default scope is the name of the script
//redis GET dff:{SCOPE}:k => "v"
CACHE.set('k', 'v')
CACHE.get('k', SCOPE) //=> 'v'
CACHE.get({key: 'k', scope: SCOPE}) //=> 'v'

// two scopes do not share a key
CACHE.set('k', 1, {scope: 'a'})
CACHE.set('k', 2, {scope: 'b'})
CACHE.get('k', 'a') //=> '1'
CACHE.get('k', 'b') //=> '2'
CACHE.get('k') //=> null
CACHE.delete('k', 'a') //=> 1
CACHE.get('k', 'b') //=> '2'

// a required module has its own scope
const counter = require('../modules/counter')
counter.bump('k') //=> 1
counter.bump('k') //=> 2
CACHE.get('k') //=> null
counter.read('k') //=> '2'
CACHE.get('k', 'modules/counter') //=> '2'
counter.keys() //=> ['k']
CACHE.keys() //=> []

// a module that requires another has a scope of its own
const counter = require('../modules/counter')
counter.nested.put('k', 'deep') //=> true
counter.read('k') //=> null
CACHE.get('k', 'modules/nested/deep') //=> 'deep'

// an ECMAScript module has its own scope
const {default: put, name} = require('../modules/esm')
put('k', 'v') //=> true
name //=> 'esm'
CACHE.get('k', 'modules/esm') //=> 'v'
CACHE.get('k') //=> null

// a module can name the script's scope
const counter = require('../modules/counter')
CACHE.set('k', 'mine')
counter.readFrom('k', SCOPE) //=> 'mine'

// the code that makes the call counts, not who calls it
const counter = require('../modules/counter')
counter.call(() => CACHE.set('k', 'callback')) //=> true
CACHE.get('k') //=> 'callback'
counter.read('k') //=> null

// a module's scope stays with it after an await
const counter = require('../modules/counter')
await counter.later('k') //=> 1
counter.read('k') //=> '1'
CACHE.get('k') //=> null

// the DFF of a module is not the script's
const counter = require('../modules/counter')
counter.CACHE.set('k', 'theirs') //=> true
CACHE.get('k') //=> null
counter.read('k') //=> 'theirs'

// a scope and a key that together look alike stay apart
CACHE.set('b:c', 1, {scope: 'a'})
CACHE.set('c', 2, {scope: 'a:b'})
CACHE.get('b:c', 'a') //=> '1'
CACHE.get('c', 'a:b') //=> '2'
CACHE.get('c', 'a') //=> null

// scopes with braces stay apart
CACHE.set('k', 1, {scope: 'a'})
CACHE.set('k', 2, {scope: 'a}'})
CACHE.set('k', 3, {scope: '{a'})
CACHE.set('k', 4, {scope: '{a}'})
CACHE.set('k', 5, {scope: 'a}:k{'})
CACHE.mget('k', 'a').k //=> '1'
CACHE.mget('k', 'a}').k //=> '2'
CACHE.mget('k', '{a').k //=> '3'
CACHE.mget('k', '{a}').k //=> '4'
CACHE.mget('k', 'a}:k{').k //=> '5'
CACHE.dbsize() //=> 5

// scopes with percent signs stay apart
CACHE.set('k', 1, {scope: '{'})
CACHE.set('k', 2, {scope: '%7B'})
CACHE.set('k', 3, {scope: '%257B'})
CACHE.set('k', 4, {scope: '%'})
CACHE.set('k', 5, {scope: '%25'})
CACHE.get('k', '{') //=> '1'
CACHE.get('k', '%7B') //=> '2'
CACHE.get('k', '%257B') //=> '3'
CACHE.get('k', '%') //=> '4'
CACHE.get('k', '%25') //=> '5'
CACHE.dbsize() //=> 5

// scopes with any character
for (const s of [' ', '\n', '\0', '范围', '😀', '/', '..', '\\', '*', '?', '[', ']', ':', '::', '}{', '\u2028']) CACHE.mset({a: 's' + s, b: 1}, {scope: s})
CACHE.get('a', '\0') //=> 's\0'
CACHE.get('a', '😀') //=> 's😀'
CACHE.get('a', '..') //=> 's..'
CACHE.mget(['a', 'b'], '}{') //=> {a: 's}{', b: '1'}
CACHE.keys('*', ' ') //=> ['a', 'b']
CACHE.keys('*', '\n') //=> ['a', 'b']
CACHE.keys('*', '范围') //=> ['a', 'b']
CACHE.keys('*', '[') //=> ['a', 'b']
CACHE.keys('*', ']') //=> ['a', 'b']
CACHE.keys('*', '\\') //=> ['a', 'b']
CACHE.keys('*', ':') //=> ['a', 'b']
CACHE.keys('*', '::') //=> ['a', 'b']
CACHE.dbsize() //=> 32

// a long scope
CACHE.set('k', 1, {scope: 's'.repeat(5000)}) //=> true
CACHE.keys('*', 's'.repeat(5000)) //=> ['k']

// scopes that are refused
CACHE.get('k', '') //! TypeError: DFF.CACHE.get … "scope"
CACHE.get('k', 1) //! TypeError: "scope"
CACHE.get('k', true) //! TypeError: "scope"
CACHE.get('k', {scope: ''}) //! TypeError: "scope"
CACHE.get('k', {scope: {}}) //! TypeError: "scope"
CACHE.get('k', {scope: ['s']}) //! TypeError: "scope"
CACHE.rpoplpush('k', 'd', 's', '') //! TypeError: "dest_scope"
CACHE.rpoplpush('k', {dest_scope: 1}) //! TypeError: "dest_scope"

// a null scope is the default
CACHE.set('k', 'v')
CACHE.get('k', null) //=> 'v'
CACHE.get('k', undefined) //=> 'v'
CACHE.get('k', {scope: null}) //=> 'v'
CACHE.get('k', {scope: undefined}) //=> 'v'

// several keys of one scope in one call
CACHE.mset({a: 1, b: 2, c: 3, d: 4}) //=> true
CACHE.mget(['a', 'b', 'c', 'd']) //=> {a: '1', b: '2', c: '3', d: '4'}
CACHE.delete(['a', 'b', 'c', 'd']) //=> 4
