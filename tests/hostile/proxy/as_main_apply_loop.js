// outcome: timeout
exports.main = new Proxy(() => 7, { apply () { for (;;); } })
