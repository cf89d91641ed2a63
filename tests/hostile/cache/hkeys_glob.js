// outcome: ok
// result: []
DFF.CACHE.hset('h', 'a'.repeat(100), 1); exports.main = () => DFF.CACHE.hkeys('h', '*a'.repeat(40) + 'b')
