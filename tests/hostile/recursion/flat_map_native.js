// outcome: stack
const f = Array.prototype.flatMap; const a = [1]; a.flatMap(function g () { return a.flatMap(g) })
