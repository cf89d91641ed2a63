// outcome: timeout
const n = 30000000n
exports.main = () => 3n ** n
