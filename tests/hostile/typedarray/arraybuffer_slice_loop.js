// outcome: memory
var b=new ArrayBuffer(100000000); for(;;) b.slice(0);
