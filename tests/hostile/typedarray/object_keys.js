// outcome: timeout|memory
Object.keys(new Uint8Array(30000000))
