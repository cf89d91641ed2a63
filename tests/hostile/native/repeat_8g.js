// outcome: memory
exports.main = () => { try { 'x'.repeat(2 ** 33) } catch (e) { return e.name } }
