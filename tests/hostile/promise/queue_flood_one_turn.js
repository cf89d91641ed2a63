// outcome: timeout
for(;;) Promise.resolve().then(()=>{});
