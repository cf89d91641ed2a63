// outcome: cache
exports.main = () => DFF.CACHE.set('k', 'x'.repeat(30000000))
