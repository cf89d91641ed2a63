// outcome: ok
// result: 1
exports.main = () => { console.log(Object.create({ get constructor () { for (;;); } })); return 1 }
