// outcome: ok
// result: false
exports.main = () => /\.go\b|dff\/|goja|0x/.test(DFF.CACHE.get.toString() + DFF.toString() + console.log.toString() + setTimeout.toString())
