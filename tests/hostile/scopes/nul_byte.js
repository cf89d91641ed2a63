// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.get('k', 'scopes/nul_byte\0') } catch (e) { return e.code } }
