// outcome: memory
exports.main = () => new Float64Array(10000000).fill(1.5).toLocaleString().length
