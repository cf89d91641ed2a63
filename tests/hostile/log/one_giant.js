// outcome: log
exports.main = () => { for (;;) console.log('x'.repeat(30000000)) }
