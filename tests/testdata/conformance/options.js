// the options object comes last
CACHE.zadd('board', {a: 1, b: 2}, {scope: 'zset'}) //=> 2
CACHE.zrange('board', 0, -1, {with_scores: true, scope: 'zset'}) //=> [['a', 1], ['b', 2]]

// positions and names together
CACHE.set('k', 1, {expires: 60, not_exists: true}) //=> true
CACHE.set('k', 2, 60, {not_exists: true}) //=> false
CACHE.get({key: 'k', scope: SCOPE}) //=> '1'

// an empty options object
CACHE.set('k', 1, {}) //=> true
CACHE.get('k', {}) //=> '1'

// options without a prototype
CACHE.get('k', Object.assign(Object.create(null), {scope: 's'})) //=> null

// options may be frozen
CACHE.set('k', 1, Object.freeze({expires: 100})) //=> true

// an option may be null or undefined
CACHE.set('k', 1, {expires: null, not_exists: undefined, scope: null}) //=> true
CACHE.ttl('k') //=> -1

// an unknown option gets a suggestion
CACHE.set('k', 1, {notExists: true}) //! TypeError: DFF.CACHE.set … unknown option "notExists" (did you mean "not_exists"?)
CACHE.set('k', 1, {expiers: 60}) //! TypeError: unknown option "expiers" … did you mean "expires"
CACHE.zrange('k', {withScores: true}) //! TypeError: unknown option "withScores" … did you mean "with_scores"
CACHE.get('k', {scpoe: 's'}) //! TypeError: unknown option "scpoe" … did you mean "scope"
CACHE.exists('k') //=> false

// an unknown option without anything like it
CACHE.get('k', {zzzzzzzzzz: 1}) //! TypeError: DFF.CACHE.get … unknown option "zzzzzzzzzz"

// an option of another method is unknown
CACHE.get('k', {expires: 60}) //! TypeError: unknown option "expires"
CACHE.rpush('k', 'v', {dest_scope: 's'}) //! TypeError: unknown option "dest_scope"
CACHE.exists('k') //=> false

// a parameter given twice
CACHE.set('k', 1, {key: 'k'}) //! TypeError: DFF.CACHE.set … "key"
CACHE.set('k', 1, 60, {expires: 60}) //! TypeError: "expires"
CACHE.get('k', 's', {scope: 's'}) //! TypeError: DFF.CACHE.get … "scope"
CACHE.exists('k') //=> false

// too many positions
CACHE.get('k', 's', 'x') //! TypeError: DFF.CACHE.get
CACHE.set('k', 'v', null, false, false, 's', 1) //! TypeError: DFF.CACHE.set
CACHE.hset('k', 'f', 'v', false, 's', 1) //! TypeError: DFF.CACHE.hset
CACHE.dbsize(1) //! TypeError: DFF.CACHE.dbsize
CACHE.exists('k') //=> false

// two options objects
CACHE.get('k', {scope: 's'}, {scope: 's'}) //! TypeError
CACHE.set('k', {expires: 1}, {scope: 's'}) //! TypeError
CACHE.exists('k') //=> false

// an instance of a class is no options object
CACHE.get('k', new (class Options { constructor() { this.scope = 's' } })()) //! TypeError
CACHE.get('k', new Date(0)) //! TypeError
CACHE.get('k', new Map()) //! TypeError
CACHE.get('k', /x/) //! TypeError

// what an option's getter throws comes through
CACHE.get('k', {get scope() { throw new RangeError('mine') }}) //! RangeError: mine

// a proxy that throws comes through
CACHE.get('k', new Proxy({}, {ownKeys() { throw new SyntaxError('mine') }})) //! SyntaxError|TypeError

// a key whose toString would be called is refused
CACHE.get({toString() { return 'k' }}) //! TypeError
CACHE.hset('k', {toString() { return 'f' }}, 'v') //! TypeError: "field"
CACHE.exists('k') //=> false

// an argument error names the method, the parameter, what was expected and what came
CACHE.get() //! TypeError: DFF.CACHE.get … "key"
CACHE.hset('k', 'f') //! TypeError: DFF.CACHE.hset … "value"
CACHE.get(true) //! TypeError: DFF.CACHE.get: "key" must be … got true
CACHE.get(Symbol('x')) //! TypeError: DFF.CACHE.get: "key" must be … got symbol
CACHE.get([]) //! TypeError: DFF.CACHE.get: "key" must be … got array
CACHE.get(() => 1) //! TypeError: DFF.CACHE.get: "key" must be … got function

// an argument error is thrown before anything is sent
CACHE.lpush('k', ['a', 'b', Symbol()]) //! TypeError
CACHE.mset({a: 1, b: Symbol()}) //! TypeError
CACHE.zadd('z', {a: 1, b: 'x'}) //! TypeError|RangeError
CACHE.hmset('h', {a: 1, b: []}) //! TypeError
CACHE.dbsize() //=> 0

// an argument error has a stack
(() => { try { CACHE.get() } catch (e) { return typeof e.stack } })() //=> 'string'
