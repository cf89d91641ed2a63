// outcome: ok
// result: 1
RegExp.prototype.exec = () => ['polluted']; RegExp.prototype.test = () => true
exports.main = () => 1
