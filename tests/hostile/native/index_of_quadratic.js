// outcome: timeout
const s = 'a'.repeat(1000000); for (;;) s.indexOf('a'.repeat(500000) + 'b')
