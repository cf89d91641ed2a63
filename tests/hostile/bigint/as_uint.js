// outcome: memory
exports.main = () => BigInt.asUintN(2 ** 53 - 1, -1n)
