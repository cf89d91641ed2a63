// outcome: ok
new RegExp('((a{1,1000}){1,1000}){1,1000}').test('a')
