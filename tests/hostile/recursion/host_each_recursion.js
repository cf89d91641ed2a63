// outcome: stack
// Reading an option calls the cache, whose option calls the cache…
function f () { return DFF.CACHE.get({ get key () { return f() } }) }
exports.main = f
