// outcome: ok
// result: "FORBIDDEN"
exports.main = () => { try { return DFF.CACHE.publish('t', 'm', 'elsewhere') } catch (e) { return e.code } }
