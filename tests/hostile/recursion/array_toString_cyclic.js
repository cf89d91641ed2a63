// outcome: ok
// result: ""
exports.main = () => { var a=[]; a[0]=a; return String(a) }
