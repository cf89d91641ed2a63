// outcome: error
exports.main = () => ({ toJSON () { throw { get message () { for (;;); } } } })
