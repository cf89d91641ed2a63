// outcome: ok
// result: "TypeError"
exports.main = () => { try { DFF.CACHE.get(...Array(100000).fill('x')) } catch (e) { return e.name } }
