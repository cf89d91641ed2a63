// outcome: memory
var a=[]; for(var i=0;i<500000;i++) a=[a]; a.toLocaleString();
