// outcome: timeout
Object.setPrototypeOf(globalThis, new Proxy({}, { get () { for (;;); }, has () { for (;;); } }))
exports.main = () => nothing
