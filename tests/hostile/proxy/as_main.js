// outcome: ok
// result: 0
exports.main = new Proxy(() => 7, { apply: (f, self, args) => f() * args.length })
