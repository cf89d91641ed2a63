// outcome: ok
// result: "1"
// DFF.CACHE as a target: its methods stay its own.
exports.main = () => { const p = new Proxy(DFF.CACHE, { get: (t, k) => t[k] }); p.set('a', 1); return p.get('a') }
