// outcome: error
exports.main = () => { throw null }
