// outcome: ok
// result: 1
exports.main = () => { Error.prototype.toString=function(){ return 'owned' }; return 1 }
