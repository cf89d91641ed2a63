// outcome: ok
/(?<=(a+)+b)c/.test('a'.repeat(40) + 'c')
