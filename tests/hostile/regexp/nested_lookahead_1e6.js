// outcome: memory
new RegExp('(?='.repeat(300000)+'a'+')'.repeat(300000)).test('a');
