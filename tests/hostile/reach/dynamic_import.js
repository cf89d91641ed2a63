// outcome: ok
// result: "SyntaxError"
exports.main = async () => { try { await Function("return import('fs')")(); return 'imported' } catch (e) { return e.name } }
