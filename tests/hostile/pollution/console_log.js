// outcome: ok
// result: 1
console.log = () => { throw new Error('polluted') }
exports.main = () => 1
