// outcome: timeout
exports.main = () => new Uint8Array(3000000).fill(200)
