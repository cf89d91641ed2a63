// outcome: ok
// result: "TypeError"
let n = 0
exports.main = () => { try { return DFF.CACHE.mget({ get length () { return n++ ? 2 ** 32 : 1 }, 0: 'a' }) } catch (e) { return e.name } }
