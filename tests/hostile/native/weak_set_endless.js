// outcome: error
new WeakSet({ [Symbol.iterator]: () => ({ next: Object }) })
