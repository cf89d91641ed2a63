// outcome: ok
// result: {"__proto__":{"toJSON":1}}
exports.main = () => JSON.parse('{"__proto__":{"toJSON":1}}')
