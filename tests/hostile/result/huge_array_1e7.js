// outcome: timeout
exports.main = () => { var a=new Array(10000000).fill(1.5); return a }
