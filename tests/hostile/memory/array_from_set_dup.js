// outcome: timeout
var a=[...Array(1000).keys()]; for(;;) a=Array.from(new Set(a)).concat(a);
