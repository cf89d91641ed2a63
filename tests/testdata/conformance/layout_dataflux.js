// a key in Redis as DataFlux Func writes it
//layout dataflux
//redis GET DataFluxFunc-worker#funcCache@s:key:k: => "v"
//redis GET DataFluxFunc-worker#funcCache@demo__basic:key:a:b: => "w"
CACHE.set('k', 'v', {scope: 's'}) //=> true
CACHE.set('a:b', 'w', {scope: 'demo__basic'}) //=> true

// what DataFlux Func wrote is read
//layout dataflux
//redis SET DataFluxFunc-worker#funcCache@s:key:k: v
//redis RPUSH DataFluxFunc-worker#funcCache@s:key:l: 1 2
//redis SET DataFluxFunc-worker#funcStore@s:key:x: no
//redis SET DataFluxFunc-worker#funcCache@s2:key:x: no
CACHE.get('k', 's') //=> 'v'
CACHE.keys('*', 's') //=> ['k', 'l']
CACHE.get_pattern('?', 's') //=> {k: 'v', l: null}
CACHE.delete_pattern('*', 's') //=> 2
CACHE.dbsize() //=> 2

// a scope with colons and percent signs
//layout dataflux
//redis GET DataFluxFunc-worker#funcCache@a%3Ab%25:key:k: => "v"
CACHE.set('k', 'v', {scope: 'a:b%'}) //=> true
CACHE.get('k', 'a:b%') //=> 'v'

// scope and key stay apart whatever they hold
//layout dataflux
CACHE.set('k', 1, {scope: 'a'})
CACHE.set('x:key:k', 2, {scope: 'a'})
CACHE.set('k', 3, {scope: 'a:key:x'})
CACHE.set('k:', 4, {scope: 'a'})
CACHE.keys('*', 'a') //=> ['k', 'k:', 'x:key:k']
CACHE.mget(['k', 'k:', 'x:key:k'], 'a') //=> {k: '1', 'k:': '4', 'x:key:k': '2'}
CACHE.get('k', 'a:key:x') //=> '3'
CACHE.keys('*', 'a:key:x') //=> ['k']

// a pattern matches the key, not the layout's trailing colon
//layout dataflux
CACHE.mset({a: 1, ab: 1}, 's')
CACHE.keys('a', 's') //=> ['a']
CACHE.keys('a?', 's') //=> ['ab']
CACHE.keys('*:', 's') //=> []

// messages use the same names
//layout dataflux
//subscribe DataFluxFunc-worker#funcCache@s:key:news:
CACHE.publish('news', 'hello', {scope: 's'}) //=> 1
//received ["hello"]

// a blocking pop gives the key as the script named it
//layout dataflux
CACHE.rpush('a:b', 1)
CACHE.blpop(['nosuch', 'a:b'], 1) //=> ['a:b', '1']

// two scopes in one call
//layout dataflux
//not cluster
CACHE.rpush('a', 1, 's')
CACHE.rpoplpush('a', 'b', 's', 't') //=> '1'
CACHE.lrange('b', 0, -1, 't') //=> ['1']
