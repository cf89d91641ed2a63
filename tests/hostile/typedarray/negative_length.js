// outcome: ok
// result: ["RangeError","RangeError",0,"RangeError",0]
exports.main = () => [-1, 2 ** 53, NaN, '9'.repeat(400), -0].map(n => { try { return new Uint8Array(n).length } catch (e) { return e.name } })
