// outcome: stack
var n=0, p={get x(){ return n++<900 ? top.x : 1 }}; for(var i=0;i<30000;i++) p=new Proxy(p,{}); var top=p; top.x;
