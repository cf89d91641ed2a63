// outcome: timeout
const p = Promise.resolve(); Object.defineProperty(p, 'constructor', { get () { for (;;); } })
exports.main = async () => await p
