// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.brpoplpush('l', 'l', 0, { dest_scope: 'elsewhere' }) } catch (e) { return e.code } }
