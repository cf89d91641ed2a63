// outcome: ok
// result: 1
exports.main = () => { String.prototype.trim=function(){ return 'owned' }; return 1 }
