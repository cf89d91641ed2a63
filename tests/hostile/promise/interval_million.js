// outcome: timeout
for (let i = 0; i < 100000; i++) setInterval(() => {}, 1)
