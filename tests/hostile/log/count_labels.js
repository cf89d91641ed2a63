// outcome: log
for (let i = 0; ; i++) console.count('x'.repeat(1000) + i)
