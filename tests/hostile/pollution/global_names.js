// outcome: ok
// result: "function"
globalThis.DFF = { CACHE: { get: () => 'polluted' } }; globalThis.console = null; globalThis.setTimeout = null
exports.main = () => typeof DFF.CACHE.set
