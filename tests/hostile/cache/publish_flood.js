// outcome: cache
const v = 'x'.repeat(1 << 20); for (;;) DFF.CACHE.publish('t', v)
