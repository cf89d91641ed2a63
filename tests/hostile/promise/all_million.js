// outcome: timeout
exports.main = () => Promise.all(Array.from({ length: 1000000 }, () => new Promise(() => {})))
