// outcome: cache
const v = 'x'.repeat(1 << 20)
DFF.CACHE.sadd('set', [v + 1, v + 2, v + 3]); for (;;) DFF.CACHE.smembers('set')
