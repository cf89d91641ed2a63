// outcome: ok
// result: null
// A method taken from another module's DFF acts for that module: it was given away.
const { set } = require('./_helper').lend()
exports.main = () => { set('borrowed', 1); return DFF.CACHE.get('borrowed') }
