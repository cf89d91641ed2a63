// outcome: ok
// result: "TypeError"
// A scope that is one thing when it is checked and another when it is used.
let n = 0
exports.main = () => { try { return DFF.CACHE.get('k', { toString: () => n++ ? 'elsewhere' : 'scopes/object' }) } catch (e) { return e.name } }
