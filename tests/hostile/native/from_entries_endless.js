// outcome: timeout
Object.fromEntries({ [Symbol.iterator]: () => ({ next: () => ({ value: ['a', 1] }) }) })
