// outcome: result
exports.main = () => 'x'.repeat((1 << 20) - 1)
