// outcome: timeout
exports.main = () => { var o=[1]; for(var i=0;i<32;i++) o=[o,o]; return o }
