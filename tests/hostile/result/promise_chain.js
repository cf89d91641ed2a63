// outcome: timeout
exports.main = () => { let p = Promise.resolve(1); for (let i = 0; i < 300000; i++) p = p.then(x => x); return p }
