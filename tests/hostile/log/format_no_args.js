// outcome: log
exports.main = () => { for (;;) console.log('%o%O%d%i%f%j%c%%'.repeat(10000)) }
