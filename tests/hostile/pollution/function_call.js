// outcome: ok
// result: 1
Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => 'polluted'
exports.main = () => 1
