// outcome: stack
var h={}, p=new Proxy({},h); h.get=Reflect.get.bind(null,p); p.x;
