// outcome: ok
// result: "TypeError"
exports.main = () => { try { setTimeout('globalThis.hit = 1', 1) } catch (e) { return e.name } }
