// hkeys
CACHE.hmset('user:001', {name: 'Tom', city: 'Beijing'}, {scope: 'cachedInfo'}) //=> true
CACHE.hkeys('user:001', {scope: 'cachedInfo'}).sort() //=> ['city', 'name']

// hget
CACHE.hmset('user:001', {name: 'Tom', city: 'Beijing'}, {scope: 'cachedInfo'})
CACHE.hget('user:001', 'name', {scope: 'cachedInfo'}) //=> 'Tom'

// hmget, which an older hget with a list of fields became
CACHE.hmset('user:001', {name: 'Tom', city: 'Beijing'}, {scope: 'cachedInfo'})
CACHE.hmget('user:001', ['name', 'city'], {scope: 'cachedInfo'}) //=> {name: 'Tom', city: 'Beijing'}

// hgetall, which an older hget without a field became
CACHE.hmset('user:001', {name: 'Tom', city: 'Beijing'}, {scope: 'cachedInfo'})
CACHE.hgetall('user:001', {scope: 'cachedInfo'}) //=> {name: 'Tom', city: 'Beijing'}

// hset
CACHE.hset('user:001', 'name', 'Tom', {scope: 'cachedInfo'}) //=> 1
CACHE.hgetall('user:001', {scope: 'cachedInfo'}) //=> {name: 'Tom'}

// hmset
CACHE.hmset('user:001', {name: 'Tom', city: 'Beijing'}, {scope: 'cachedInfo'}) //=> true
CACHE.hgetall('user:001', {scope: 'cachedInfo'}) //=> {name: 'Tom', city: 'Beijing'}

// hincr
CACHE.hset('user:001', 'signCount', 1, {scope: 'cachedInfo'})
CACHE.hincr('user:001', 'signCount', {scope: 'cachedInfo'}) //=> 2
CACHE.hgetall('user:001', {scope: 'cachedInfo'}) //=> {signCount: '2'}

// hincrby
CACHE.hincrby('user:001', 'signCount', 2, {scope: 'cachedInfo'}) //=> 2

// hdel
CACHE.hmset('user:001', {name: 'Tom', city: 'Beijing'}, {scope: 'cachedInfo'})
CACHE.hdel('user:001', 'city', {scope: 'cachedInfo'}) //=> 1
CACHE.hgetall('user:001', {scope: 'cachedInfo'}) //=> {name: 'Tom'}
