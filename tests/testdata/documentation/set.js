// sadd
CACHE.sadd('my_set', 'a', {scope: 'my_scope'}) //=> 1
CACHE.sadd('my_set', ['a', 'b'], {scope: 'my_scope'}) //=> 1

// srem
CACHE.sadd('my_set', ['a', 'b'], {scope: 'my_scope'})
CACHE.srem('my_set', 'a', {scope: 'my_scope'}) //=> 1
CACHE.smembers('my_set', {scope: 'my_scope'}) //=> ['b']

// scard
CACHE.sadd('my_set', ['a', 'b'], {scope: 'my_scope'})
CACHE.scard('my_set', {scope: 'my_scope'}) //=> 2

// smembers
CACHE.sadd('my_set', ['a', 'b'], {scope: 'my_scope'})
CACHE.smembers('my_set', {scope: 'my_scope'}).sort() //=> ['a', 'b']

// sismember
CACHE.sadd('my_set', 'a', {scope: 'my_scope'})
CACHE.sismember('my_set', 'a', {scope: 'my_scope'}) //=> true
CACHE.sismember('my_set', 'b', {scope: 'my_scope'}) //=> false
