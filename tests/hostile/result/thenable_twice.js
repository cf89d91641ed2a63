// outcome: ok
// result: 1
exports.main = () => ({ then (ok, no) { ok(1); no(2); ok(3); throw 4 } })
