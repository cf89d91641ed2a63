// outcome: cache
// Calls that no bytecode stands between.
DFF.CACHE.hset('h', 'value', 1); new Set({ [Symbol.iterator]: () => ({ next: DFF.CACHE.hgetall.bind(null, 'h') }) })
