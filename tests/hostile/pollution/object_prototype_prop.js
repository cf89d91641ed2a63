// outcome: ok
// result: 1
exports.main = () => { Object.prototype.polluted=1; Object.prototype.isAdmin=true; return 1 }
