// outcome: ok
// result: 1
exports.main = () => { console.log({ get a () { for (;;); } }); return 1 }
