// outcome: ok
// result: 1
Promise.prototype.then = () => 'polluted'; Promise.resolve = () => 'polluted'
exports.main = async () => 1
