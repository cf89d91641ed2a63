// outcome: ok
// result: 1
exports.main = () => { Array.prototype[Symbol.iterator]=function*(){ yield 666 }; return 1 }
