// outcome: ok
// result: 1
exports.main = () => { var s='1'; for(var i=0;i<18;i++) s='eval('+JSON.stringify(s)+')'; return eval(s) }
