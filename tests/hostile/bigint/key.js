// outcome: timeout
exports.main = () => ({ [1n << 60000000n]: 1 })
