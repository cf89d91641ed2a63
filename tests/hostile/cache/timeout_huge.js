// outcome: timeout
exports.main = () => [1e300, -1, NaN, '0'].map(n => { try { return DFF.CACHE.blpop('empty', n) } catch (e) { return e.name } })
