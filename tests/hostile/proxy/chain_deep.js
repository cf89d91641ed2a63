// outcome: memory
var p={}; for(var i=0;i<500000;i++) p=new Proxy(p,{}); p.x;
