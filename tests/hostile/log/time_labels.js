// outcome: timeout
for (let i = 0; ; i++) console.time('x'.repeat(1000) + i)
