// outcome: timeout|memory
Object.getOwnPropertyNames(new Uint8Array(60000000));
