// outcome: timeout
exports.main = () => { for (let i = 0; i < 10; i++) Promise.resolve().then(() => { for (;;); }); return 1 }
