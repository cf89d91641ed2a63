// outcome: ok
// result: "1"
exports.main = () => { DFF.CACHE.set.call(null, 'a', 1); return DFF.CACHE.get.apply({ scope: 'other' }, ['a']) }
