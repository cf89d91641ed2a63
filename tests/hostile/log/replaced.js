// outcome: ok
// result: "object"
console.log = () => 1; delete console.error; console = null
exports.main = () => typeof console
