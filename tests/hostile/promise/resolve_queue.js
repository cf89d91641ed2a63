// outcome: memory
let n = 0; const p = new Promise(ok => setTimeout(ok, 1)); for (; n < 500000; n++) p.then(() => {})
exports.main = () => p.then(() => n)
