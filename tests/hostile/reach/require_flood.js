// outcome: timeout
for (let i = 0; ; i++) try { require('./no' + i) } catch {}
