// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.get('k', 'scopes/unicod\u0435') } catch (e) { return e.code } }
