// outcome: ok
// result: "TypeError"
// A buffer where a key is wanted.
exports.main = () => { try { DFF.CACHE.get(new Uint8Array(10)) } catch (e) { return e.name } }
