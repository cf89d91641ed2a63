// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.blpop('l', 0, 'elsewhere') } catch (e) { return e.code } }
