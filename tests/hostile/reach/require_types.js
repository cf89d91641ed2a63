// outcome: ok
// result: ["TypeError","TypeError","TypeError","TypeError","TypeError","TypeError","TypeError"]
exports.main = () => [undefined, null, 1, {}, [], Symbol('x'), { toString: () => './_data' }].map(m => { try { require(m); return 'loaded' } catch (e) { return e.name } })
