// outcome: ok
// result: "owned"
exports.main = () => { Object.prototype.toJSON=function(){return 'owned'}; return 1 }
