// outcome: memory
var a=[]; for(var i=0;i<600000;i++) a=[a]; a.flat(Infinity);
