// outcome: timeout
exports.main = () => DFF.CACHE.mset(new Proxy({}, { ownKeys: () => Array.from({ length: 3000000 }, (_, i) => 'k' + i), getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }), get: () => 'v' }))
