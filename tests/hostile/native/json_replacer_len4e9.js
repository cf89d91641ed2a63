// outcome: memory
var r=[];r.length=4294967295;JSON.stringify({},r);
