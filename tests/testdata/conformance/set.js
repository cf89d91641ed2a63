// sadd tells how many are new
CACHE.sadd('k', 'a') //=> 1
CACHE.sadd('k', 'a') //=> 0
CACHE.sadd('k', ['a', 'b', 'c']) //=> 2
CACHE.sadd('k', ['d', 'd']) //=> 1
CACHE.smembers('k').sort() //=> ['a', 'b', 'c', 'd']

// sadd of nothing
CACHE.sadd('k', []) //=> 0
CACHE.exists('k') //=> false

// members that are numbers
CACHE.sadd('k', 1) //=> 1
CACHE.sadd('k', '1') //=> 0
CACHE.sadd('k', [1, 2, 1.5]) //=> 2
CACHE.smembers('k').sort() //=> ['1', '1.5', '2']
CACHE.sismember('k', 2) //=> true

// the empty string is a member
CACHE.sadd('k', '') //=> 1
CACHE.sismember('k', '') //=> true
CACHE.smembers('k') //=> ['']

// members with any character
CACHE.sadd('k', ['成员', '😀', 'a\0b'])
CACHE.smembers('k').sort() //=> ['a\0b', '成员', '😀'].sort()
CACHE.sismember('k', '😀') //=> true

// members that are refused
CACHE.sadd('k', null) //! TypeError: DFF.CACHE.sadd … "member"
CACHE.sadd('k', true) //! TypeError: "member"
CACHE.sadd('k', ['a', null]) //! TypeError: "member"
CACHE.sadd('k', ['a', ['b']]) //! TypeError: "member"
CACHE.sadd('k', NaN) //! TypeError: "member"
CACHE.exists('k') //=> false

// srem
CACHE.sadd('k', ['a', 'b', 'c'])
CACHE.srem('k', 'a') //=> 1
CACHE.srem('k', 'a') //=> 0
CACHE.srem('k', ['b', 'nosuch']) //=> 1
CACHE.srem('k', []) //=> 0
CACHE.smembers('k') //=> ['c']
CACHE.srem('k', 'c') //=> 1
CACHE.exists('k') //=> false

// srem of a missing key
CACHE.srem('k', 'a') //=> 0
CACHE.srem('k', ['a', 'b']) //=> 0

// scard
CACHE.scard('k') //=> 0
CACHE.sadd('k', ['a', 'b'])
CACHE.scard('k') //=> 2
CACHE.scard({key: 'k'}) //=> 2

// smembers of a missing key
CACHE.smembers('k') //=> []

// smembers of many members
CACHE.sadd('k', Array.from({length: 2000}, (_, i) => 'm' + i)) //=> 2000
CACHE.smembers('k').length //=> 2000
new Set(CACHE.smembers('k')).size //=> 2000

// sismember
CACHE.sadd('k', 'a')
CACHE.sismember('k', 'a') //=> true
CACHE.sismember('k', 'b') //=> false
CACHE.sismember('nosuch', 'a') //=> false

// sets by name and in a scope
CACHE.sadd({key: 'k', member: ['a', 'b'], scope: 's'}) //=> 2
CACHE.sadd('k', 'c', 's') //=> 1
CACHE.sadd('k', 'd', {scope: 's'}) //=> 1
CACHE.scard('k', 's') //=> 4
CACHE.scard('k') //=> 0
CACHE.sismember('k', 'a', 's') //=> true
CACHE.sismember('k', {member: 'a', scope: 's'}) //=> true
CACHE.sismember('k', 'a') //=> false
CACHE.srem({key: 'k', member: 'a', scope: 's'}) //=> 1
CACHE.srem('k', ['b', 'c'], 's') //=> 2
CACHE.smembers('k', 's') //=> ['d']
CACHE.smembers({key: 'k', scope: 's'}) //=> ['d']
