// outcome: timeout
exports.main = () => { var o={}; for(var i=0;i<32;i++) o={a:o,b:o}; return o }
