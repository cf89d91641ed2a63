// outcome: memory
let o = []; for (let i = 0; i < 300000; i++) o = [o]
exports.main = () => { console.dir(o, { depth: Infinity }); return 1 }
