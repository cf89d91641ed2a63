// outcome: log
for (;;) console.log(new RegExp('x'.repeat(1000)), new Date(NaN), new Date(8.64e15))
