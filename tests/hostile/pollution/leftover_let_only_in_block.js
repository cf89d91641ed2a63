// outcome: ok
// result: 1
exports.main = () => { { let result=1 } return 1 }
