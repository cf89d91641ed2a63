// outcome: error
exports.main = () => { setTimeout(() => { throw { get stack () { for (;;); } } }, 1); return 1 }
