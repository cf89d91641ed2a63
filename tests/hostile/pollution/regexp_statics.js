// outcome: ok
// result: 1
/(p)(o)(l)/.exec('pol'); RegExp.$1 = 'polluted'
exports.main = () => 1
