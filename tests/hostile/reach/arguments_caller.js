// outcome: ok
// result: true
function f () { try { return f.caller === undefined && arguments.callee === f } catch (e) { return e.name } }
exports.main = () => f()
