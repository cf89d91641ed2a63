// outcome: ok
// result: 1
exports.a = 1; exports.b = require('./_cycle').a
exports.main = () => exports.b
