// outcome: timeout
var a=[];a.length=4294967295;a.reduce((x,y)=>x,0);
