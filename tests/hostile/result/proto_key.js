// outcome: ok
// result: {"__proto__":{"x":1},"constructor":1}
exports.main = () => { return JSON.parse('{"__proto__":{"x":1},"constructor":1}') }
