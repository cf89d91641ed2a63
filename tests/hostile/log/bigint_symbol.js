// outcome: log
for (;;) console.log(1n << 20000n, Symbol('x'.repeat(10000)))
