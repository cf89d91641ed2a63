// outcome: timeout
function * g () { yield * { [Symbol.iterator]: () => ({ next: Object }) } }
for (const x of g());
