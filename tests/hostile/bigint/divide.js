// outcome: memory
const a = (1n << 90000000n) - 1n, b = (1n << 45000000n) - 3n
exports.main = () => { for (;;) a / b }
