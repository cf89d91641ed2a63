// outcome: ok
// result: "SyntaxError"
exports.main = () => { try { return eval('import.meta') } catch (e) { return e.name } }
