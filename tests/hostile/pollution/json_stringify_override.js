// outcome: ok
// result: 1
exports.main = () => { JSON.stringify=function(){ return '{"owned":1}' }; return 1 }
