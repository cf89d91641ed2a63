// outcome: memory
exports.main = () => 1n << 2n ** 40n
