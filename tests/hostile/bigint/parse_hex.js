// outcome: memory
exports.main = () => BigInt('0x' + 'f'.repeat(5e7)) > 1n
