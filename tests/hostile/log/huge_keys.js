// outcome: log
const o = {}; for (let i = 0; i < 100000; i++) o['key' + i] = i
exports.main = () => { console.log(o); return 1 }
