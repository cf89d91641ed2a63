// outcome: timeout
exports.main = () => { for (;;) setTimeout(() => {}, 1000000, Array(10000).fill(1)) }
