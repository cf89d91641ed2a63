// outcome: ok
// result: "NOT_A_NUMBER"
exports.main = () => { DFF.CACHE.set('n', '9223372036854775807'); try { DFF.CACHE.incr('n') } catch (e) { return e.code } }
