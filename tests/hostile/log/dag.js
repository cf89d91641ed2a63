// outcome: log
let o = [1]; for (let i = 0; i < 40; i++) o = [o, o]
exports.main = () => { console.dir(o, { depth: null }); return 1 }
