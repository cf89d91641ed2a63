// outcome: ok
// result: 1
const m = new Map(); for (let i = 0; i < 50000; i++) m.set(i, i)
exports.main = () => { console.log(m, new Set(m.keys())); return 1 }
