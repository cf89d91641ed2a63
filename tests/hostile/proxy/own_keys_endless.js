// outcome: error
const p = new Proxy({}, { ownKeys () { return new Proxy([], { get: (t, k) => k === 'length' ? 2 ** 53 - 1 : 'k' }) } })
Object.keys(p)
