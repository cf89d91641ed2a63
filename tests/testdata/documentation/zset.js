// zadd
CACHE.zadd('my_zset', {a: 1, b: 2}, {scope: 'my_scope'}) //=> 2

// zrem
CACHE.zadd('my_zset', {a: 1, b: 2}, {scope: 'my_scope'})
CACHE.zrem('my_zset', 'a', {scope: 'my_scope'}) //=> 1

// zcard
CACHE.zadd('my_zset', {a: 1, b: 2}, {scope: 'my_scope'})
CACHE.zcard('my_zset', {scope: 'my_scope'}) //=> 2

// zrange
CACHE.zadd('my_zset', {a: 1, b: 2}, {scope: 'my_scope'})
CACHE.zrange('my_zset', {scope: 'my_scope'}) //=> ['a', 'b']
CACHE.zrange('my_zset', {reverse: true, scope: 'my_scope'}) //=> ['b', 'a']
CACHE.zrange('my_zset', {with_scores: true, scope: 'my_scope'}) //=> [['a', 1], ['b', 2]]

// zrangebyscore
CACHE.zadd('my_zset', {a: 1, b: 2, c: 3}, {scope: 'my_scope'})
CACHE.zrangebyscore('my_zset', {min_score: 2, scope: 'my_scope'}) //=> ['b', 'c']
CACHE.zrangebyscore('my_zset', {min_score: 2, max_score: 2, with_scores: true, scope: 'my_scope'}) //=> [['b', 2]]
