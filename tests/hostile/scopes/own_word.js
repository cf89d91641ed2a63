// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.get('k', '@own') } catch (e) { return e.code } }
