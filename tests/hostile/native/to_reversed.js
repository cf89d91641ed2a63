// outcome: timeout
[].toReversed.call({ length: 2 ** 32 - 1 })
