// outcome: memory
exports.main = () => { for (;;) setTimeout(() => {}, 1000000) }
