// outcome: timeout
const t = { then (ok) { ok(t) } }
exports.main = async () => await t
