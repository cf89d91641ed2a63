// outcome: ok
// result: ["TypeError","TypeError","set","TypeError"]
exports.main = () => ['CACHE', 'x', '__proto__', 'constructor'].map(k => { try { DFF[k] = 1; return 'set' } catch (e) { return e.name } })
