// outcome: timeout
for (let i = 0; i < 1000000; i++) Promise.reject(i)
