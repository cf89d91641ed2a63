// outcome: ok
// result: "SyntaxError"
exports.main = () => { try { eval("import fs from 'fs'"); return 'imported' } catch (e) { return e.name } }
