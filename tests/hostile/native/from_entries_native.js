// outcome: error
Object.fromEntries({ [Symbol.iterator]: () => ({ next: Array.bind(null, Array(2)) }) })
