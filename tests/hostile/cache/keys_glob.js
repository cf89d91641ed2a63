// outcome: ok
// result: []
// A glob whose matching takes exponential time in a naive matcher.
DFF.CACHE.set('a'.repeat(100), 1); exports.main = () => DFF.CACHE.keys('a*'.repeat(40) + 'b')
