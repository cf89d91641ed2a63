// outcome: timeout
exports.main = () => { return ('a'.repeat(200000)).match(/(?=a)a*b|a*c/g) }
