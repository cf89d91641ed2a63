// outcome: timeout
exports.main = () => { var s='x'.repeat(1e6); var n=0; for(var i=0;i<1e6;i++) n+=s.charCodeAt(i); return n }
