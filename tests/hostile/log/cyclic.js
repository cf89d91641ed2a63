// outcome: log
const a = []; a[0] = a; a[1] = { a }; for (;;) console.log(a)
