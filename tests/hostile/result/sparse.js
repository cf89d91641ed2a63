// outcome: timeout
const a = []; a.length = 4294967295
exports.main = () => a
