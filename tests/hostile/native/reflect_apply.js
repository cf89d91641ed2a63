// outcome: memory
Reflect.apply(Math.max, null, { length: 2 ** 31 })
