// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.get({ key: 'k', scope: 'elsewhere' }) } catch (e) { return e.code } }
