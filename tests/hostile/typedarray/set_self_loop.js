// outcome: timeout
const a = new Float64Array(5000000); for (;;) a.set(a)
