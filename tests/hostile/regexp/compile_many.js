// outcome: timeout
for (let i = 0; ; i++) new RegExp('(?=' + i + ')' + 'a?'.repeat(1000))
