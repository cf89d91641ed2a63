// outcome: ok
// result: ["function","undefined"]
exports.main = () => [typeof GoError, typeof globalThis.goError]
