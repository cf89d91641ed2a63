// outcome: log
const f = n => n ? f(n - 1) : console.trace('deep'.repeat(1000))
for (;;) f(500)
