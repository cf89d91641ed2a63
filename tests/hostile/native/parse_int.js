// outcome: timeout
const s = '1'.repeat(50000000)
exports.main = () => { for (;;) parseInt(s, 3) }
