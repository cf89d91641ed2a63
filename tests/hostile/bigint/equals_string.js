// outcome: timeout
const s = '9'.repeat(20000000)
exports.main = () => 1n == s
