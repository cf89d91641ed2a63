// outcome: timeout
exports.main = () => Array(2000000).fill(1.7976931348623157e308)
