// outcome: timeout
const f = () => new Promise(() => { for (;;); }).finally(f).catch(f)
exports.main = f
