// outcome: ok
// result: "[object Object]"
// function: toString
exports.main = () => 1
