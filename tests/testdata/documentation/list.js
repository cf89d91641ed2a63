// lpush
CACHE.lpush('userQueue', '001', {scope: 'queue'}) //=> 1
CACHE.lpush('userQueue', '002', {scope: 'queue'}) //=> 2
CACHE.lrange('userQueue', {scope: 'queue'}) //=> ['002', '001']

// rpush
CACHE.rpush('userQueue', '001', {scope: 'queue'}) //=> 1
CACHE.rpush('userQueue', '002', {scope: 'queue'}) //=> 2
CACHE.lrange('userQueue', {scope: 'queue'}) //=> ['001', '002']

// lpop
CACHE.lpush('userQueue', '001', {scope: 'queue'})
CACHE.lpush('userQueue', '002', {scope: 'queue'})
CACHE.lpop('userQueue', {scope: 'queue'}) //=> '002'

// rpop
CACHE.lpush('userQueue', '001', {scope: 'queue'})
CACHE.lpush('userQueue', '002', {scope: 'queue'})
CACHE.rpop('userQueue', {scope: 'queue'}) //=> '001'

// blpop
CACHE.lpush('userQueue', '001', {scope: 'queue'})
CACHE.lpush('userQueue', '002', {scope: 'queue'})
CACHE.blpop('userQueue', {timeout: 1, scope: 'queue'}) //=> ['userQueue', '002']

// brpop
CACHE.lpush('userQueue', '001', {scope: 'queue'})
CACHE.lpush('userQueue', '002', {scope: 'queue'})
CACHE.brpop('userQueue', {timeout: 1, scope: 'queue'}) //=> ['userQueue', '001']

// llen
CACHE.lpush('userQueue', '001', {scope: 'queue'})
CACHE.lpush('userQueue', '002', {scope: 'queue'})
CACHE.llen('userQueue', {scope: 'queue'}) //=> 2

// lrange
CACHE.rpush('userQueue', '001', {scope: 'queue'})
CACHE.rpush('userQueue', '002', {scope: 'queue'})
CACHE.rpush('userQueue', '003', {scope: 'queue'})
CACHE.rpush('userQueue', '004', {scope: 'queue'})
CACHE.lrange('userQueue', 0, 1, {scope: 'queue'}) //=> ['001', '002']
CACHE.lrange('userQueue', 0, -1, {scope: 'queue'}) //=> ['001', '002', '003', '004']

// ltrim
CACHE.rpush('userQueue', '001', {scope: 'queue'})
CACHE.rpush('userQueue', '002', {scope: 'queue'})
CACHE.rpush('userQueue', '003', {scope: 'queue'})
CACHE.rpush('userQueue', '004', {scope: 'queue'})
CACHE.ltrim('userQueue', 0, 1, {scope: 'queue'}) //=> true
CACHE.lrange('userQueue', 0, -1, {scope: 'queue'}) //=> ['001', '002']

// a queue of limited length: the published page says three elements are left, but "stop" is inclusive
const limit = 3
for (let i = 0; i < 100; i++) { CACHE.lpush('userQueue', i, {scope: 'queue'}); CACHE.ltrim('userQueue', 0, limit, {scope: 'queue'}) }
CACHE.lrange('userQueue', 0, -1, {scope: 'queue'}) //=> ['99', '98', '97', '96']

// rpoplpush
CACHE.lpush('userQueue', '001', {scope: 'queue'})
CACHE.lpush('userQueue', '002', {scope: 'queue'})
CACHE.lpush('userQueue', '003', {scope: 'queue'})
CACHE.rpoplpush('userQueue', 'userQueue2', {scope: 'queue'}) //=> '001'
CACHE.lrange('userQueue', {scope: 'queue'}) //=> ['003', '002']
CACHE.lrange('userQueue2', {scope: 'queue'}) //=> ['001']

// a queue that rolls over
CACHE.lpush('userQueue', '001', {scope: 'queue'})
CACHE.lpush('userQueue', '002', {scope: 'queue'})
CACHE.lpush('userQueue', '003', {scope: 'queue'})
CACHE.lrange('userQueue', {scope: 'queue'}) //=> ['003', '002', '001']
CACHE.rpoplpush('userQueue', {scope: 'queue'}) //=> '001'
CACHE.lrange('userQueue', {scope: 'queue'}) //=> ['001', '003', '002']
CACHE.rpoplpush('userQueue', {scope: 'queue'}) //=> '002'
CACHE.lrange('userQueue', {scope: 'queue'}) //=> ['002', '001', '003']

// brpoplpush
CACHE.lpush('userQueue', '001', {scope: 'queue'})
CACHE.lpush('userQueue', '002', {scope: 'queue'})
CACHE.lpush('userQueue', '003', {scope: 'queue'})
CACHE.brpoplpush('userQueue', 'userQueue2', {timeout: 1, scope: 'queue'}) //=> '001'
CACHE.lrange('userQueue', {scope: 'queue'}) //=> ['003', '002']
CACHE.lrange('userQueue2', {scope: 'queue'}) //=> ['001']

// push, pop and bpop
CACHE.push('userQueue', '001', {scope: 'queue'}) //=> 1
CACHE.push('userQueue', '002', {scope: 'queue'}) //=> 2
CACHE.pop('userQueue', {scope: 'queue'}) //=> '001'
CACHE.bpop('userQueue', {timeout: 1, scope: 'queue'}) //=> ['userQueue', '002']
