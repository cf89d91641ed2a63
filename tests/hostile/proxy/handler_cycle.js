// outcome: stack
var h={},p=new Proxy({},h); Object.setPrototypeOf(h,p); p.x;
