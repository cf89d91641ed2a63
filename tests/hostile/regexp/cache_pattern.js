// outcome: ok
// result: []
exports.main = () => DFF.CACHE.keys('[' + 'a-z'.repeat(100000) + ']')
