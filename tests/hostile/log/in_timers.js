// outcome: log
setInterval(() => console.log('tick'.repeat(1000)), 1)
