// outcome: ok
// result: "TypeError"
exports.main = () => { try { return DFF.CACHE.get('k', new String('elsewhere')) } catch (e) { return e.name } }
