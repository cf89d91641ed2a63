// outcome: timeout
const t = { then (ok) { ok({ then: t.then }) } }
exports.main = () => t
