// outcome: memory
const b = new ArrayBuffer(1 << 20), all = []; for (;;) all.push(b.slice(0))
