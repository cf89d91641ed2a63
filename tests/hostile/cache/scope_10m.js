// outcome: timeout|error
exports.main = () => DFF.CACHE.get('k', 's'.repeat(10000000))
