// outcome: stack
const o = { get key () { return DFF.CACHE.get(o) } }
exports.main = () => DFF.CACHE.get(o)
