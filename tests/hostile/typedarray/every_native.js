// outcome: memory
const a = new Uint8Array(100000000).fill(1); exports.main = () => a.every(Number)
