// outcome: cache
const v = 'x'.repeat(1 << 20)
DFF.CACHE.delete('list'); DFF.CACHE.rpush('list', Array(6).fill(v)); for (;;) DFF.CACHE.lrange('list')
