// outcome: timeout
Promise.reject(1); exports.main = () => { const f = () => Promise.resolve().then(f); f() }
