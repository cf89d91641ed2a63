// outcome: memory
new Uint8Array(200000000).forEach(Math.abs);
