// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.get('k', 'scopes/prefix/') } catch (e) { return e.code } }
