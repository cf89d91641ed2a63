// outcome: timeout
var a=[];a.length=4294967295;JSON.stringify(a);
