// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.get('k', 'scopes/brace}:x') } catch (e) { return e.code } }
