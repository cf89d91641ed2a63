// outcome: ok
// result: 1
Object.freeze(globalThis); Object.freeze(Object.prototype)
exports.main = () => 1
