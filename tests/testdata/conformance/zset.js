// zadd tells how many are new
CACHE.zadd('k', {a: 1}) //=> 1
CACHE.zadd('k', {a: 2}) //=> 0
CACHE.zadd('k', {a: 3, b: 1, c: 2}) //=> 2
CACHE.zrange('k', 0, -1, false, true) //=> [['b', 1], ['c', 2], ['a', 3]]

// zadd of nothing
CACHE.zadd('k', {}) //=> 0
CACHE.exists('k') //=> false

// zadd by name and in a scope
CACHE.zadd({key: 'k', member_scores: {a: 1}, scope: 's'}) //=> 1
CACHE.zadd('k', {b: 2}, 's') //=> 1
CACHE.zadd('k', {c: 3}, {scope: 's'}) //=> 1
CACHE.zrange('k', {scope: 's'}) //=> ['a', 'b', 'c']
CACHE.zrange('k') //=> []

// zadd takes the names of options as members
CACHE.zadd('k', {scope: 1, key: 2}) //=> 2
CACHE.zrange('k') //=> ['scope', 'key']

// scores of every size
CACHE.zadd('k', {a: 0.1, b: -1.5, c: 1e21, d: 1e-9, e: 0, f: 9007199254740991, g: 1.7976931348623157e308})
CACHE.zrange('k', 0, -1, false, true) //=> [['b', -1.5], ['e', 0], ['d', 1e-9], ['a', 0.1], ['f', 9007199254740991], ['c', 1e21], ['g', 1.7976931348623157e308]]

// scores are exact
CACHE.zadd('k', {a: 0.1 + 0.2, b: 1 / 3, c: 1700000000.123456})
CACHE.zrange('k', {with_scores: true}) //=> [['a', 0.1 + 0.2], ['b', 1 / 3], ['c', 1700000000.123456]]

// infinite scores
CACHE.zadd('k', {high: Infinity, low: -Infinity, mid: 0}) //=> 3
CACHE.zrange('k', {with_scores: true}) //=> [['low', -Infinity], ['mid', 0], ['high', Infinity]]
CACHE.zrangebyscore('k', {with_scores: true}) //=> [['low', -Infinity], ['mid', 0], ['high', Infinity]]

// scores that are refused
CACHE.zadd('k', {a: NaN}) //! TypeError|RangeError: DFF.CACHE.zadd … "member_scores"
CACHE.zadd('k', {a: 1, b: '2'}) //! TypeError|RangeError: "member_scores"
CACHE.zadd('k', {a: 1, b: null}) //! TypeError|RangeError: "member_scores"
CACHE.zadd('k', {a: 1, b: undefined}) //! TypeError|RangeError
CACHE.zadd('k', {a: 1, b: true}) //! TypeError|RangeError
CACHE.zadd('k', {a: 1, b: {}}) //! TypeError|RangeError
CACHE.zadd('k', ['a', 1]) //! TypeError: "member_scores"
CACHE.zadd('k', 'a') //! TypeError: "member_scores"
CACHE.zadd('k') //! TypeError: "member_scores"
CACHE.exists('k') //=> false

// members with any character
CACHE.zadd('k', {['__proto__']: 1, constructor: 2, '成员': 3, '😀': 4, '': 5}) //=> 5
CACHE.zrange('k') //=> ['__proto__', 'constructor', '成员', '😀', '']

// equal scores are in the order of the members
CACHE.zadd('k', {c: 1, a: 1, b: 1, z: 0})
CACHE.zrange('k') //=> ['z', 'a', 'b', 'c']
CACHE.zrange('k', 0, -1, true) //=> ['c', 'b', 'a', 'z']

// zrem
CACHE.zadd('k', {a: 1, b: 2, c: 3})
CACHE.zrem('k', 'a') //=> 1
CACHE.zrem('k', 'a') //=> 0
CACHE.zrem('k', ['b', 'nosuch']) //=> 1
CACHE.zrem('k', []) //=> 0
CACHE.zrange('k') //=> ['c']
CACHE.zrem({key: 'k', member: 'c'}) //=> 1
CACHE.exists('k') //=> false

// zrem of a missing key
CACHE.zrem('k', 'a') //=> 0

// zrem refuses other members and removes nothing
CACHE.zadd('k', {a: 1})
CACHE.zrem('k', ['a', null]) //! TypeError: DFF.CACHE.zrem … "member"
CACHE.zrem('k', true) //! TypeError: "member"
CACHE.zcard('k') //=> 1

// zrem in a scope
CACHE.zadd('k', {a: 1, b: 1}, {scope: 's'})
CACHE.zrem('k', 'a', 's') //=> 1
CACHE.zrem('k', ['b'], {scope: 's'}) //=> 1
CACHE.zcard('k', 's') //=> 0

// zcard
CACHE.zcard('k') //=> 0
CACHE.zadd('k', {a: 1, b: 2})
CACHE.zcard('k') //=> 2
CACHE.zcard({key: 'k'}) //=> 2

// zrange
CACHE.zadd('k', {a: 1, b: 2, c: 3, d: 4})
CACHE.zrange('k') //=> ['a', 'b', 'c', 'd']
CACHE.zrange('k', 1) //=> ['b', 'c', 'd']
CACHE.zrange('k', 1, 2) //=> ['b', 'c']
CACHE.zrange('k', -2) //=> ['c', 'd']
CACHE.zrange('k', -3, -2) //=> ['b', 'c']
CACHE.zrange('k', 0, 100) //=> ['a', 'b', 'c', 'd']
CACHE.zrange('k', 3, 1) //=> []
CACHE.zrange('k', 9) //=> []
CACHE.zrange('nosuch') //=> []

// zrange reverse
CACHE.zadd('k', {a: 1, b: 2, c: 3, d: 4})
CACHE.zrange('k', 0, -1, true) //=> ['d', 'c', 'b', 'a']
CACHE.zrange('k', 0, 1, true) //=> ['d', 'c']
CACHE.zrange('k', -2, -1, true) //=> ['b', 'a']
CACHE.zrange('k', {reverse: true, stop: 0}) //=> ['d']
CACHE.zrange('k', 0, -1, true, true) //=> [['d', 4], ['c', 3], ['b', 2], ['a', 1]]
CACHE.zrange('k', 0, -1, false) //=> ['a', 'b', 'c', 'd']

// zrange with_scores
CACHE.zadd('k', {a: 1, b: 2.5})
CACHE.zrange('k', 0, -1, {with_scores: true}) //=> [['a', 1], ['b', 2.5]]
CACHE.zrange('k', 0, -1, null, true) //=> [['a', 1], ['b', 2.5]]
CACHE.zrange('k', {with_scores: true, start: 1}) //=> [['b', 2.5]]
CACHE.zrange('k', {with_scores: false}) //=> ['a', 'b']
CACHE.zrange('nosuch', {with_scores: true}) //=> []

// zrange by name and in a scope
CACHE.zadd('k', {a: 1, b: 2, c: 3}, {scope: 's'})
CACHE.zrange({key: 'k', start: 1, stop: -1, reverse: true, with_scores: true, scope: 's'}) //=> [['b', 2], ['a', 1]]
CACHE.zrange('k', 0, -1, false, false, 's') //=> ['a', 'b', 'c']
CACHE.zrange('k', 0, {scope: 's'}) //=> ['a', 'b', 'c']

// zrange refuses other indexes
CACHE.zrange('k', '0') //! TypeError: DFF.CACHE.zrange … "start"
CACHE.zrange('k', 0, 1.5) //! TypeError: "stop"
CACHE.zrange('k', 0, Infinity) //! TypeError: "stop"

// zrangebyscore
CACHE.zadd('k', {a: 1, b: 2, c: 3, d: 4})
CACHE.zrangebyscore('k') //=> ['a', 'b', 'c', 'd']
CACHE.zrangebyscore('k', 2) //=> ['b', 'c', 'd']
CACHE.zrangebyscore('k', 2, 3) //=> ['b', 'c']
CACHE.zrangebyscore('k', 2.5, 3.5) //=> ['c']
CACHE.zrangebyscore('k', 3, 2) //=> []
CACHE.zrangebyscore('k', 9) //=> []
CACHE.zrangebyscore('nosuch') //=> []

// zrangebyscore with infinite bounds
CACHE.zadd('k', {a: -5, b: 5})
CACHE.zrangebyscore('k', -Infinity, Infinity) //=> ['a', 'b']
CACHE.zrangebyscore('k', '-inf', '+inf') //=> ['a', 'b']
CACHE.zrangebyscore('k', '-inf', 0) //=> ['a']
CACHE.zrangebyscore('k', 0, '+inf') //=> ['b']
CACHE.zrangebyscore('k', '+inf', '-inf') //=> []

// zrangebyscore with exclusive bounds
CACHE.zadd('k', {a: 1, b: 2, c: 3})
CACHE.zrangebyscore('k', '(1') //=> ['b', 'c']
CACHE.zrangebyscore('k', '(1', '(3') //=> ['b']
CACHE.zrangebyscore('k', '-inf', '(3') //=> ['a', 'b']
CACHE.zrangebyscore('k', '(1.5', '(2.5') //=> ['b']
CACHE.zrangebyscore('k', '(-1', 1) //=> ['a']

// zrangebyscore with_scores
CACHE.zadd('k', {a: 1, b: 2.5})
CACHE.zrangebyscore('k', 1, 3, true) //=> [['a', 1], ['b', 2.5]]
CACHE.zrangebyscore('k', {min_score: 2, with_scores: true}) //=> [['b', 2.5]]
CACHE.zrangebyscore('nosuch', {with_scores: true}) //=> []

// zrangebyscore by name and in a scope
CACHE.zadd('k', {a: 1, b: 2, c: 3}, {scope: 's'})
CACHE.zrangebyscore({key: 'k', min_score: 2, max_score: 3, with_scores: true, scope: 's'}) //=> [['b', 2], ['c', 3]]
CACHE.zrangebyscore('k', 1, 2, false, 's') //=> ['a', 'b']
CACHE.zrangebyscore('k', {max_score: '(2', scope: 's'}) //=> ['a']
CACHE.zrangebyscore('k') //=> []

// zrangebyscore refuses other bounds
CACHE.zadd('k', {a: 1})
CACHE.zrangebyscore('k', NaN) //! TypeError|RangeError: DFF.CACHE.zrangebyscore … "min_score"
CACHE.zrangebyscore('k', 'abc') //! TypeError|RangeError: "min_score"
CACHE.zrangebyscore('k', 0, '[3') //! TypeError|RangeError: "max_score"
CACHE.zrangebyscore('k', 0, true) //! TypeError|RangeError: "max_score"
CACHE.zrangebyscore('k', '(') //! TypeError|RangeError: "min_score"
CACHE.zrangebyscore('k', '') //! TypeError|RangeError: "min_score"
CACHE.zrangebyscore('k', []) //! TypeError|RangeError: "min_score"

// many members
const all = {}
for (let i = 0; i < 2000; i++) all['m' + i] = i
CACHE.zadd('k', all) //=> 2000
CACHE.zcard('k') //=> 2000
CACHE.zrange('k', -1, -1, {with_scores: true}) //=> [['m1999', 1999]]
CACHE.zrangebyscore('k', 10, '(20').length //=> 10
