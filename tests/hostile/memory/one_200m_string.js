// outcome: memory
exports.main = () => { return 'x'.repeat(200000000).length }
