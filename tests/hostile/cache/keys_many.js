// outcome: cache
const o = {}; for (let i = 0; i < 2000; i++) o['key'.repeat(500) + i] = 1
DFF.CACHE.mset(o); for (;;) DFF.CACHE.keys()
