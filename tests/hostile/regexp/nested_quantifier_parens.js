// outcome: ok
new RegExp('(?=a)'+'('.repeat(300)+'a'+')+'.repeat(300)).test('a'.repeat(200)+'b');
