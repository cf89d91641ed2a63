// outcome: ok
// result: false
exports.main = () => { return /^(?!x)(a|a)*$/.test('a'.repeat(60)+'!') }
