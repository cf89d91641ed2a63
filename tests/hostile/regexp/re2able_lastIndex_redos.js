// outcome: timeout
exports.main = () => { var r=/(a+)+$/g; r.lastIndex=1; return r.exec('a'.repeat(60)+'!') }
