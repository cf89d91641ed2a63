// outcome: ok
// result: [["CACHE"],"function","undefined","undefined","undefined","undefined"]
exports.main = () => [Reflect.ownKeys(DFF), typeof DFF.constructor, typeof DFF.CACHE.Backend, typeof DFF.CACHE.backend, typeof DFF.CACHE.client, typeof DFF.CACHE.do]
