// outcome: memory
exports.main = () => { return 'x'.repeat(900000000).length }
