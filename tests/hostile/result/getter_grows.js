// outcome: stack
exports.main = () => { const o = { get a () { o['x' + Math.random()] = o.a; return 1 } }; return o }
