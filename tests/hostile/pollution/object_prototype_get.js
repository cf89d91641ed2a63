// outcome: ok
// result: 1
exports.main = () => { Object.prototype.get=function(){return 'owned'}; return 1 }
