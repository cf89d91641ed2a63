// outcome: result
exports.main = () => '\u0001'.repeat(4000000)
