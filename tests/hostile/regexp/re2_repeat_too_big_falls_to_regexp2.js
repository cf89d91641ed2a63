// outcome: ok
// result: false
exports.main = () => { return /^(?:(?:(?:a{0,100}){0,100}){0,100})$/.test('a'.repeat(200)+'!') }
