// outcome: timeout
exports.main = () => 'x'.repeat(100000).replaceAll('', 'y'.repeat(10000)).length
