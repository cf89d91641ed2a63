// outcome: timeout
exports.main = () => DFF.CACHE.get(new Proxy({}, { ownKeys () { for (;;); } }))
