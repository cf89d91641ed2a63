// outcome: timeout
exports.main = () => { const f = () => Promise.reject(1).catch(() => { throw f() }); return f() }
