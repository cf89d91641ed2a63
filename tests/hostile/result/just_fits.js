// outcome: ok
// result: 1048574
exports.main = () => 'x'.repeat((1 << 20) - 2).length
