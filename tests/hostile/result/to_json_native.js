// outcome: error
const o = { toJSON: Function.prototype.call }
exports.main = () => ({ a: o })
