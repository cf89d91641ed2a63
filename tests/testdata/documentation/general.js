// ping
CACHE.ping() //=> true

// info
typeof CACHE.info() //=> 'object'

// dbsize
for (let i = 0; i < 10; i++) CACHE.set('my_key' + i, i, {scope: 'my_scope'})
CACHE.dbsize() //=> 10

// type
CACHE.set('my_key', 100, {scope: 'my_scope'}) //=> true
CACHE.type('my_key', {scope: 'my_scope'}) //=> 'string'

// keys
CACHE.set('my_key', 100, {scope: 'my_scope'})
CACHE.keys('*', {scope: 'my_scope'}) //=> ['my_key']

// exists
CACHE.set('my_key', 100, {scope: 'my_scope'})
CACHE.exists('my_key', {scope: 'my_scope'}) //=> true

// expire
CACHE.set('user:count', 100, {scope: 'stat'})
CACHE.expire('user:count', 3600, {scope: 'stat'}) //=> true
CACHE.ttl('user:count', {scope: 'stat'}) > 3590 //=> true

// expire with null never expires
CACHE.set('my_key', 100, {expires: 3600, scope: 'my_scope'})
CACHE.expire('my_key', null, {scope: 'my_scope'}) //=> true
CACHE.ttl('my_key', {scope: 'my_scope'}) //=> -1

// expireat
CACHE.set('my_key', 100, {scope: 'my_scope'})
CACHE.expireat('my_key', 4102444800, {scope: 'my_scope'}) //=> true

// ttl
CACHE.set('my_key', 100, {expires: 100, scope: 'my_scope'})
CACHE.ttl('my_key', {scope: 'my_scope'}) > 90 //=> true

// delete
CACHE.set('user:count', 100, {scope: 'stat'})
CACHE.delete('user:count', {scope: 'stat'}) //=> 1
CACHE.get('user:count', {scope: 'stat'}) //=> null

// delete_pattern
CACHE.set('user:001', 1, {scope: 'stat'})
CACHE.set('user:002', 2, {scope: 'stat'})
CACHE.delete_pattern('user:*', {scope: 'stat'}) //=> 2
CACHE.keys('*', {scope: 'stat'}) //=> []
