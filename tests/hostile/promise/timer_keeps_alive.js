// outcome: timeout
exports.main = () => { setInterval(() => {}, 1000); return 1 }
