// outcome: ok
// result: {"n":null}
exports.main = () => ({ [Symbol('x')]: 1, u: undefined, f () {}, n: null })
