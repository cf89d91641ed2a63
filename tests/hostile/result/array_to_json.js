// outcome: ok
// result: "forged"
Array.prototype.toJSON = () => 'forged'
exports.main = () => [1]
