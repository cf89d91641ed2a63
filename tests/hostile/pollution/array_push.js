// outcome: ok
// result: 1
Array.prototype.push = function () { throw new Error('polluted') }
exports.main = () => 1
