// outcome: memory
let p = {}; for (let i = 0; i < 200000; i++) p = new Proxy([p], {})
exports.main = () => { console.log(p); return 1 }
