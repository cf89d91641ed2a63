// outcome: timeout
Object.keys(new Uint8Array(30000000))
