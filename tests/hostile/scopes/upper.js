// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.get('k', 'SCOPES/UPPER') } catch (e) { return e.code } }
