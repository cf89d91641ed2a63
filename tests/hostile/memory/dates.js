// outcome: timeout
var a=[]; for(;;) a.push(new Date());
