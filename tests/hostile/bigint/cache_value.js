// outcome: timeout
// A number that takes long to write in decimal, as a value of the cache.
exports.main = () => DFF.CACHE.set('k', 1n << 60000000n)
