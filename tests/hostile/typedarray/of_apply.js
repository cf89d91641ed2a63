// outcome: memory
Uint8Array.of.apply(Uint8Array, { length: 2 ** 31 })
