// outcome: timeout
Promise.all({ [Symbol.iterator]: () => ({ next: Object }) })
