// outcome: ok
// result: [["length","name"],"get",true]
// A method is a function, and nothing of Go shows on it.
exports.main = () => [Reflect.ownKeys(DFF.CACHE.get).sort(), DFF.CACHE.get.name, Object.getPrototypeOf(DFF.CACHE.get) === Function.prototype]
