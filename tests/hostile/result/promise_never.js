// outcome: error
exports.main = () => new Promise(() => {})
