// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.keys('*', 'elsewhere') } catch (e) { return e.code } }
