// outcome: ok
// result: []
exports.main = () => ['', '.', './', '..', '\0', './x\0', './x\n', './' + 'x'.repeat(100000), '\ud800'].map(m => { try { return typeof require(m) } catch (e) { return e.code } }).filter(c => c !== 'MODULE_NOT_FOUND')
