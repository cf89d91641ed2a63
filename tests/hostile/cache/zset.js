// outcome: cache
const v = 'x'.repeat(1 << 20)
DFF.CACHE.zadd('zset', { [v + 1]: 1, [v + 2]: 2 }); for (;;) DFF.CACHE.zrange('zset', 0, -1, { with_scores: true })
