// outcome: ok
// result: {"a":1}
JSON.stringify = () => '{"forged":1}'; JSON.parse = () => 1; JSON = null; Object.prototype.toJSON = undefined
exports.main = () => ({ a: 1 })
