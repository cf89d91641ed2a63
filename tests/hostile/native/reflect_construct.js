// outcome: memory
Reflect.construct(Array, { length: 2 ** 31 })
