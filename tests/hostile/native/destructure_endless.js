// outcome: timeout
const [...all] = { [Symbol.iterator]: () => ({ next: Object }) }
