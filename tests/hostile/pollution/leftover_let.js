// outcome: ok
// result: 1
exports.main = () => { let result=1; const config=2; return result }
