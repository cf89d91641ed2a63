// outcome: memory
RegExp.prototype[Symbol.replace].call({ exec: () => ({ length: 2 ** 53 - 1, index: 0 }), flags: '' }, 'x', 'y')
