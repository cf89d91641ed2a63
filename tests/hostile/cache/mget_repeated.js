// outcome: ok
// One value, asked for many times in one call.
DFF.CACHE.set('big', 'x'.repeat(1 << 20)); DFF.CACHE.mget(Array(1000).fill('big'))
