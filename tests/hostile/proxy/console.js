// outcome: ok
// result: 1
exports.main = () => { console.log(new Proxy({}, { ownKeys () { for (;;); }, get () { for (;;); } })); return 1 }
