// outcome: ok
// result: 1
exports.main = () => { console.log({ [Symbol.for('nodejs.util.inspect.custom')] () { for (;;); } }); return 1 }
