// outcome: ok
DFF.CACHE.hset('h', 'f', 'x'.repeat(1 << 20)); DFF.CACHE.hmget('h', Array(1000).fill('f'))
