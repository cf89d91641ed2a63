// outcome: log
for (;;) console.log()
