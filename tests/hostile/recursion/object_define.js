// outcome: stack
const o = {}; Object.defineProperty(o, 'x', { get: () => Object.getOwnPropertyDescriptors(o).x.get() }); o.x
