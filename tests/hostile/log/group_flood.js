// outcome: log
for (;;) console.group('g')
