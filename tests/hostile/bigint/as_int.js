// outcome: memory
exports.main = () => BigInt.asIntN(2 ** 53 - 1, -1n) === -1n
