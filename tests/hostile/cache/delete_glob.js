// outcome: ok
// result: 0
DFF.CACHE.set('a'.repeat(100), 1); exports.main = () => DFF.CACHE.delete_pattern('[a-z]*'.repeat(40) + '!')
