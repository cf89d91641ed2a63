// outcome: error
// Lines that look like places of files that it never loaded.
Promise.reject(Object.assign(new Error('x'), { stack: '\tat f (/etc/passwd:1:1(1))\n\tat g (throw/no_such.js:99999999999999999999:1(1))' }))
