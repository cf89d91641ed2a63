// outcome: cache
const v = 'x'.repeat(1 << 20)
for (let i = 0; i < 6; i++) DFF.CACHE.hset('hash', 'f' + i, v)
for (;;) DFF.CACHE.hgetall('hash')
