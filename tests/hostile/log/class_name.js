// outcome: ok
// result: 1
class X { get [Symbol.toStringTag] () { for (;;); } }
exports.main = () => { console.log(new X()); return 1 }
