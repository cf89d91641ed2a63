// outcome: ok
new RegExp('(a)'.repeat(60000)+'\\1').test('a'.repeat(60001));
