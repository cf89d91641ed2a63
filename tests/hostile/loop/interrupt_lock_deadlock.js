// outcome: timeout
// The engine takes a stack under a lock, and the name of a function on it is a getter.
Object.defineProperty([].map, 'name', { get () { return 'x' } }); [1].map(() => { for (;;); })
