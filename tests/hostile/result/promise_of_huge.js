// outcome: timeout
exports.main = async () => Array(3000000).fill('x')
