// outcome: timeout
Promise.reject(Object.assign(new Error('x'), { stack: '\tat f (throw/stack_20m.js:1:1(1))\n'.repeat(600000) }))
