// outcome: timeout
const keys = Array.from({ length: 1000000 }, (_, i) => 'k' + i)
for (;;) Object.keys(new Proxy({}, { ownKeys: () => keys, getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }) }))
