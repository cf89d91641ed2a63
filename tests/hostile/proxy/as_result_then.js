// outcome: timeout
exports.main = () => new Proxy({}, { get (t, k) { if (k === 'then') for (;;); } })
