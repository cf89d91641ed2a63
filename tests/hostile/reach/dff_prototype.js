// outcome: ok
// result: "number"
exports.main = () => { try { Object.setPrototypeOf(DFF.CACHE, { stolen: 1 }) } catch (e) { return e.name } return typeof DFF.CACHE.stolen }
