// outcome: ok
// result: 4294967295
exports.main = () => { var a=new Array(4294967295); return a.length }
