// bytes that are no UTF-8 are decoded with U+FFFD
//layout native
//redis SET dff:{s}:k "a\xffb"
CACHE.get('k', 's') //=> 'a\ufffdb'
CACHE.mget('k', 's') //=> {k: 'a\ufffdb'}
CACHE.get_pattern('*', 's') //=> {k: 'a\ufffdb'}
CACHE.getset('k', 1, 's') //=> 'a\ufffdb'

// bytes of nothing but rubbish
//layout native
//redis SET dff:{s}:k "\xff\xfe\x80"
/^\ufffd+$/.test(CACHE.get('k', 's')) //=> true

// a truncated character
//layout native
//redis SET dff:{s}:k "ok\xe4\xb8"
CACHE.get('k', 's').replace(/\ufffd+/, '?') //=> 'ok?'

// valid characters around invalid bytes survive
//layout native
//redis SET dff:{s}:k "数\xff据😀\xf0"
CACHE.get('k', 's') //=> '数\ufffd据😀\ufffd'

// keys that are no UTF-8
//layout native
//redis SET "dff:{s}:a\xffb" v
CACHE.keys('*', 's') //=> ['a\ufffdb']
CACHE.get_pattern('*', 's') //=> {'a\ufffdb': 'v'}
CACHE.delete_pattern('*', 's') //=> 1

// list elements that are no UTF-8
//layout native
//redis RPUSH dff:{s}:k "\xff" "b\xfe" c "\xfd" "\xfc"
CACHE.lrange('k', 0, 2, 's') //=> ['\ufffd', 'b\ufffd', 'c']
CACHE.lpop('k', 's') //=> '\ufffd'
CACHE.rpop('k', 's') //=> '\ufffd'
CACHE.blpop('k', 1, 's') //=> ['k', 'b\ufffd']
CACHE.rpoplpush('k', 'd', 's') //=> '\ufffd'
//redis LPOS dff:{s}:d "\xfd" => 0

// moving an element does not change its bytes
//layout native
//redis RPUSH dff:{s}:k "\xff"
//redis LPOS dff:{s}:e "\xff" => 0
CACHE.rpoplpush('k', 'd', 's') //=> '\ufffd'
CACHE.brpoplpush('d', 'e', 1, 's') //=> '\ufffd'

// hash fields and values that are no UTF-8
//layout native
//redis HSET dff:{s}:k "f\xff" "v\xfe"
CACHE.hgetall('k', 's') //=> {'f\ufffd': 'v\ufffd'}
CACHE.hkeys('k', '*', 's') //=> ['f\ufffd']

// set members that are no UTF-8
//layout native
//redis SADD dff:{s}:k "m\xff"
CACHE.smembers('k', 's') //=> ['m\ufffd']

// sorted set members that are no UTF-8
//layout native
//redis ZADD dff:{s}:k 1 "m\xff"
CACHE.zrange('k', {with_scores: true, scope: 's'}) //=> [['m\ufffd', 1]]
CACHE.zrangebyscore('k', {scope: 's'}) //=> ['m\ufffd']

// a NUL byte is a character like any other
//layout native
//redis SET dff:{s}:k "a\x00b"
CACHE.get('k', 's') //=> 'a\0b'

// a counter that another client wrote
//layout native
//redis SET dff:{s}:k 41
CACHE.incr('k', 1, 's') //=> 42

// a list of a binary kind under a counter
//layout native
//redis SET dff:{s}:k "\xff"
CACHE.incr('k', 1, 's') //! CacheError {code: 'NOT_A_NUMBER', method: 'incr', key: 'k', scope: 's'}
