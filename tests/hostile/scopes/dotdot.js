// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.get('k', 'scopes/dotdot/../dotdot') } catch (e) { return e.code } }
