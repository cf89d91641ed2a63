// outcome: memory
exports.main = () => [...new BigInt64Array(20000000)].length
