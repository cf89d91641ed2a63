// outcome: timeout
exports.main = () => DFF.CACHE.get('k', new Proxy({}, { ownKeys: () => ['scope'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }), get () { for (;;); } }))
