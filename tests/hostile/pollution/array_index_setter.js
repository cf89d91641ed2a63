// outcome: ok
// result: 1
Object.defineProperty(Array.prototype, '0', { set () { throw new Error('polluted') }, get: () => 'polluted', configurable: true })
exports.main = () => 1
