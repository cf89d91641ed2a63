// outcome: cache
exports.main = () => DFF.CACHE.get('k'.repeat(10000000))
