// outcome: timeout
const a = new Uint8Array(30000000); for (;;) a.copyWithin(1, 0)
