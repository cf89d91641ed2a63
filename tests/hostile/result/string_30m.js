// outcome: timeout
exports.main = () => 'x'.repeat(30000000)
