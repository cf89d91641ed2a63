// outcome: stack
var n=0, o={get x(){ return n++<900 ? top.x : 1 }}; for(var i=0;i<50000;i++) o=Object.create(o); var top=o; top.x;
