// outcome: timeout
var a=[], o={x:'y'.repeat(100000)}; for(;;) a.push(JSON.stringify(o));
