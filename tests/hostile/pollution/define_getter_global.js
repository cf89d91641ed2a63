// outcome: error
for (const k of ['Array', 'Object', 'JSON', 'Error', 'Map', 'String']) Object.defineProperty(globalThis, k, { get () { throw k } })
exports.main = () => 1
