// outcome: ok
/^(a+)+$/.test('a'.repeat(60) + '!')
