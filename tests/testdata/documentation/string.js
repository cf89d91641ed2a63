// set
CACHE.set('user:count', 100, {scope: 'stat'}) //=> true
CACHE.get('user:count', {scope: 'stat'}) //=> '100'

// set with expires and not_exists
CACHE.set('my_key', 100, {expires: 60, not_exists: true, scope: 'my_scope'}) //=> true
CACHE.set('my_key', 200, {expires: 60, not_exists: true, scope: 'my_scope'}) //=> false

// set with the older name of expires
CACHE.set('my_key', 100, {expire: 60, scope: 'my_scope'}) //=> true
CACHE.ttl('my_key', {scope: 'my_scope'}) > 50 //=> true

// mset
CACHE.mset({'user:001': 'Tom', 'user:002': 'Jerry'}, {scope: 'my_scope'}) //=> true
CACHE.get('user:002', {scope: 'my_scope'}) //=> 'Jerry'

// get
CACHE.set('user:count', 100, {scope: 'stat'})
CACHE.get('user:count', {scope: 'stat'}) //=> '100'

// mget
CACHE.mset({'user:001': 'Tom', 'user:002': 'Jerry'}, {scope: 'my_scope'})
CACHE.mget(['user:001', 'user:002'], {scope: 'my_scope'}) //=> {'user:001': 'Tom', 'user:002': 'Jerry'}

// get_pattern
CACHE.mset({'user:001': 'Tom', 'user:002': 'Jerry'}, {scope: 'my_scope'})
CACHE.get_pattern('user:*', {scope: 'my_scope'}) //=> {'user:001': 'Tom', 'user:002': 'Jerry'}

// getset
CACHE.set('user:count', 100, {scope: 'stat'})
CACHE.getset('user:count', 200, {scope: 'stat'}) //=> '100'
CACHE.get('user:count', {scope: 'stat'}) //=> '200'

// incr
CACHE.set('user:count', 1, {scope: 'stat'})
CACHE.incr('user:count', {scope: 'stat'}) //=> 2
CACHE.get('user:count', {scope: 'stat'}) //=> '2'

// incr with a step
CACHE.incr('user:count', {step: 2, scope: 'stat'}) //=> 2
CACHE.incr('user:count', {step: 2, scope: 'stat'}) //=> 4

// incrby
CACHE.incrby('user:count', 2, {scope: 'stat'}) //=> 2
