// outcome: memory
exports.main = () => { try { return 'x'.padStart(2 ** 30, 'ab').length } catch (e) { return e.name } }
