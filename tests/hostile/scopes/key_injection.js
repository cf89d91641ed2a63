// outcome: ok
// result: [2,[],[]]
// Only the key part of a pattern is a glob, and a key cannot leave its scope.
exports.main = () => { DFF.CACHE.set('}:k', 1); DFF.CACHE.set('*', 2); return [DFF.CACHE.keys('*').length, DFF.CACHE.keys('../*'), DFF.CACHE.keys('{elsewhere}:*')] }
