// outcome: timeout
for (;;) console.group()
