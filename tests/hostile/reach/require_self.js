// outcome: ok
// result: true
const me = require('./require_self')
exports.main = () => me === exports
