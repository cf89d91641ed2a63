// outcome: timeout
var a=[1]; for(;;) a=[...a,...a];
