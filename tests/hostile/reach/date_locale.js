// outcome: ok
// result: "string"
exports.main = () => { try { return typeof new Date(0).toLocaleString('en', { timeZone: '../../../etc/passwd' }) } catch (e) { return e.name } }
