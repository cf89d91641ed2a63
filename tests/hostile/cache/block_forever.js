// outcome: timeout
exports.main = () => DFF.CACHE.blpop('empty', 0)
