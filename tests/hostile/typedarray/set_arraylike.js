// outcome: error
new Uint8Array(1).set({ length: 2 ** 53 - 1 })
