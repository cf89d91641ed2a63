// outcome: timeout
const s = '9'.repeat(50000000); for (;;) Date.parse(s)
