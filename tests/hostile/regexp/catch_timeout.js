// outcome: timeout
// The engine's own limit for regular expressions must not look like a result.
exports.main = () => { let n = 0; for (;;) { try { n += /^(?=(a+)+$)b/.test('a'.repeat(60)) } catch { n++ } } }
