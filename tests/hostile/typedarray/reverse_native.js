// outcome: timeout
const a = new Uint8Array(50000000); for (;;) a.reverse()
