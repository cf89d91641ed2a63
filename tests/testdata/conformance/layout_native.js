// a key in Redis
//layout native
//redis GET dff:{s}:k => "v"
//redis GET dff:{s}:a:b => "w"
//redis GET dff:{s}:{x} => "y"
CACHE.mset({k: 'v', 'a:b': 'w', '{x}': 'y'}, 's') //=> true

// a scope with braces and percent signs in Redis
//layout native
//redis GET dff:{%7Ba%7D%25}:k => "v"
CACHE.set('k', 'v', {scope: '{a}%'}) //=> true

// other characters of a scope stay as they are
//layout native
//redis GET "dff:{a b:范*}:k" => "v"
CACHE.set('k', 'v', {scope: 'a b:范*'}) //=> true

// what another client wrote is read
//layout native
//redis SET dff:{s}:k v
//redis RPUSH dff:{s}:l 1 2
//redis SET other:{s}:k v
//redis SET dff:s:k v
CACHE.get('k', 's') //=> 'v'
CACHE.lrange('l', 0, -1, 's') //=> ['1', '2']
CACHE.keys('*', 's') //=> ['k', 'l']
CACHE.dbsize() //=> 4

// the types in Redis
//layout native
//redis TYPE dff:{s}:h => "hash"
//redis TYPE dff:{s}:l => "list"
//redis TYPE dff:{s}:z => "zset"
//redis TYPE dff:{s}:e => "set"
//redis HGET dff:{s}:h f => "1"
//redis LRANGE dff:{s}:l 0 -1 => ["b", "a"]
//redis ZSCORE dff:{s}:z m => "1.5"
CACHE.hset('h', 'f', 1, {scope: 's'})
CACHE.lpush('l', ['a', 'b'], 's')
CACHE.zadd('z', {m: 1.5}, 's')
CACHE.sadd('e', 'm', 's')

// set sends text, not escapes
//layout native
//redis GET dff:{s}:k => "é\u0000\n"
CACHE.set('k', 'é\0\n', {scope: 's'}) //=> true
