// outcome: timeout
exports.main = () => { return /^(?=(a+)+$)/.test('a'.repeat(60)+'!') }
