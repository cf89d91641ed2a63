// outcome: ok
const r = /(?:a|a)*$/y; r.test('a'.repeat(60) + '!')
