// outcome: ok
// result: false
exports.main = () => { try { DFF.CACHE.get(Symbol('x')) } catch (e) { return /\.go\b|\/home|\/root|\/tmp|goja/.test(e.stack) } }
