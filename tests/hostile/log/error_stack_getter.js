// outcome: ok
// result: 1
exports.main = () => { console.log(Object.defineProperty(new Error('x'), 'stack', { get () { for (;;); } })); return 1 }
