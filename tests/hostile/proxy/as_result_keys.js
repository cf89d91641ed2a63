// outcome: timeout
exports.main = () => new Proxy({}, { ownKeys: () => Array.from({ length: 2000000 }, (_, i) => 'key' + i), getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }), get: () => 1 })
