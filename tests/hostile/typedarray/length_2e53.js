// outcome: ok
// result: "RangeError"
exports.main = () => { try { new Uint8Array(2 ** 53); return 'made' } catch (e) { return e.name } }
