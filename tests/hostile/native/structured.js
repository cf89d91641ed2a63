// outcome: timeout
for (;;) Object.assign({}, ...Array(100000).fill({ a: 1 }))
