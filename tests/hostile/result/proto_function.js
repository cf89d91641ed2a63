// outcome: error
// function: __proto__
exports.main = () => 1
