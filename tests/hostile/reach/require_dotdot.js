// outcome: ok
// result: []
exports.main = () => ['../../../../../../../etc/passwd', './../../hostile.go', '..\\..\\hostile.go', './%2e%2e/%2e%2e/hostile.go', '../../hostile_test', '..//..//hostile.go'].map(m => { try { require(m); return m } catch (e) { return e.code } }).filter(c => c !== 'MODULE_NOT_FOUND')
