// outcome: ok
// result: 1
let n = 0
Object.defineProperty(module, 'exports', { get () { n++; return { main: () => n } } })
