// outcome: error
exports.main = () => ({ get then () { throw new Error('no') } })
