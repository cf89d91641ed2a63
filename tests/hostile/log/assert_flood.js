// outcome: log
for (;;) console.assert(false, 'x'.repeat(1000))
