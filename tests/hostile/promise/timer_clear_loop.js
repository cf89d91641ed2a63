// outcome: memory
exports.main = () => { for (;;) clearTimeout(setTimeout(() => {}, 1000)) }
