// outcome: ok
// result: 1
globalThis.eval = globalThis.Function = null; exports.main = () => 1
