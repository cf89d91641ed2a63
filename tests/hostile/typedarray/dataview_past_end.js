// outcome: ok
// result: "RangeError"
exports.main = () => { try { new DataView(new ArrayBuffer(8)).getInt32(2 ** 31) } catch (e) { return e.name } }
