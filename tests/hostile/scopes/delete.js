// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.delete_pattern('*', 'elsewhere') } catch (e) { return e.code } }
