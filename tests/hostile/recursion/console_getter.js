// outcome: ok
const o = { toString () { console.log('%s', o) } }
exports.main = () => console.log('%s', o)
