// outcome: timeout
Object.defineProperty(exports, 'main', { get () { for (;;); } })
