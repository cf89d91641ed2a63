// outcome: error
exports.main = () => 1 <!-- comment
