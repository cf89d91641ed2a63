// outcome: log
exports.main = () => { for (;;) console.table(Array.from({ length: 1000 }, (_, i) => ({ ['c' + i]: 'x'.repeat(100) }))) }
