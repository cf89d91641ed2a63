// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.set('k', 1, { scope: 'elsewhere' }) } catch (e) { return e.code } }
