// outcome: timeout
exports.main = () => new Promise(ok => setTimeout(ok, 86400000))
