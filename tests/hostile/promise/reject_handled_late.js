// outcome: timeout
exports.main = async () => { for (;;) { const p = Promise.reject(new Error('x')); await null; p.catch(() => {}) } }
