// outcome: ok
// result: true
require('./_state').polluted = true
exports.main = () => require('./_state').polluted
