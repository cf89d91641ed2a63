// outcome: ok
// result: 1
exports.main = () => { delete globalThis.JSON; delete globalThis.Promise; delete globalThis.Date; return 1 }
