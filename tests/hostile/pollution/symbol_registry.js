// outcome: ok
// result: 1
Symbol.for('polluted').description; Object.prototype[Symbol.iterator] = function * () { yield 'polluted' }
exports.main = () => [...{}].length
