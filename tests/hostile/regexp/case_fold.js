// outcome: ok
/^([a-z]+)*$/i.test('k'.repeat(60) + '!')
