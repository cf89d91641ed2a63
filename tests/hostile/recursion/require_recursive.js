// outcome: stack
const f = n => { try { return require('./_deeper') } finally { f(n + 1) } }; f(0)
