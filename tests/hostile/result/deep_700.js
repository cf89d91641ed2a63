// outcome: ok
// result: 1401
exports.main = () => { let o = 1; for (let i = 0; i < 700; i++) o = [o]; return JSON.stringify(o).length }
