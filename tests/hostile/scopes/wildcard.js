// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.keys('*', '*') } catch (e) { return e.code } }
