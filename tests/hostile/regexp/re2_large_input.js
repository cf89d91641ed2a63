// outcome: timeout
exports.main = () => { return /(x+x+)+y/.test('x'.repeat(20000000)) }
