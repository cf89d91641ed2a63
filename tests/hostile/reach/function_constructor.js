// outcome: ok
// result: [true,"string","undefined","object"]
exports.main = () => [Function('return this')() === globalThis, typeof Function('return typeof require')(), Function('return typeof module')(), Function('return typeof DFF')()]
