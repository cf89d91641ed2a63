// outcome: ok
// result: ["undefined",null,null]
// The module has a DFF of its own, for its own name, and does not give it away.
const other = require('./_helper')
exports.main = () => [typeof other.DFF, other.write(), DFF.CACHE.get('from')]
