// outcome: timeout
Promise.reject(Object.defineProperty(new Error('x'), 'stack', { get () { for (;;); } }))
