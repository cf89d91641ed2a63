// outcome: timeout|memory
const s = 'a\u0301'.repeat(3000000); for (;;) s.localeCompare(s + 'b')
