// outcome: timeout|result
exports.main = () => { const o = {}; for (let i = 0; i < 100000; i++) o['k'.repeat(20) + i] = i; return o }
