// outcome: ok
// result: "TypeError"
exports.main = () => { try { Object.freeze(DFF.CACHE) } catch (e) { return e.name } return typeof DFF.CACHE.get }
