// outcome: timeout
Object.defineProperty(Promise, Symbol.species, { get () { for (;;); } }); Promise.resolve().then(() => {})
