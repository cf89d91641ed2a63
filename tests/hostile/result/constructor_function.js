// outcome: ok
// result: {}
// function: constructor
exports.main = () => 1
