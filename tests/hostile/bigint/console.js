// outcome: timeout
exports.main = () => console.log(1n << 60000000n)
