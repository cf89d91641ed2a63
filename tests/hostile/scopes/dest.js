// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.rpoplpush('l', 'l', 'scopes/dest', 'elsewhere') } catch (e) { return e.code } }
