// outcome: stack
var t={},p=new Proxy(t,{}); Object.setPrototypeOf(t,p); 'q' in t;
