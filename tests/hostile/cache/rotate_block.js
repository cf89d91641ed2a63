// outcome: timeout
exports.main = () => DFF.CACHE.brpoplpush('empty', 'empty', 0)
