// outcome: ok
// result: "NOT_A_NUMBER"
Object.defineProperty(Error.prototype, 'code', { set () { for (;;); } })
exports.main = () => { DFF.CACHE.set('s', 'x'); try { DFF.CACHE.incr('s') } catch (e) { return e.code } }
