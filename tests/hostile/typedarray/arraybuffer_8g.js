// outcome: memory
new ArrayBuffer(2**33);
