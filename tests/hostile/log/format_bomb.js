// outcome: log
exports.main = () => { for (;;) console.log('%s'.repeat(100000), ...Array(1000).fill('y'.repeat(1000))) }
