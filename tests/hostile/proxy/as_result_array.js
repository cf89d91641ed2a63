// outcome: timeout
exports.main = () => new Proxy([], { get: (t, k) => k === 'length' ? 2 ** 32 - 1 : k === 'then' ? undefined : 1 })
