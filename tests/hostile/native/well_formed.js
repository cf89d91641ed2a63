// outcome: timeout
const s = '\ud800'.repeat(30000000); for (;;) s.toWellFormed ? s.toWellFormed() : s.normalize()
