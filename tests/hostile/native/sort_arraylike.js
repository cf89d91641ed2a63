// outcome: memory
[].sort.call({ length: 2 ** 32 - 1 })
