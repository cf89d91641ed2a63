// outcome: timeout
exports.main = () => DFF.CACHE.blpop(Array.from({ length: 100000 }, (_, i) => 'e' + i), 0)
