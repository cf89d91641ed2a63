// outcome: error
exports.main = () => DFF.CACHE.mget(new Proxy([], { get: (t, k) => k === 'length' ? 2 ** 32 - 1 : 'x' }))
