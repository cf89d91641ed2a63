// outcome: ok
// result: ["TypeError","TypeError","TypeError","TypeError","TypeError","TypeError","TypeError"]
exports.main = () => [2 ** 53, -(2 ** 53), NaN, Infinity, '1', 1.5, 10n].map(n => { try { return DFF.CACHE.incr('n', n) } catch (e) { return e.name } })
