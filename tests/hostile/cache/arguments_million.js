// outcome: timeout
exports.main = () => DFF.CACHE.delete(Array.from({ length: 300000 }, (_, i) => 'k' + i))
