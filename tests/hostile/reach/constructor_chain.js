// outcome: ok
// result: "undefined"
exports.main = () => DFF.CACHE.get.constructor('return typeof process')()
