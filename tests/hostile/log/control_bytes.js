// outcome: ok
// result: 1
exports.main = () => { console.log('\u001b[2J\u0007\u0000\ud800'); return 1 }
