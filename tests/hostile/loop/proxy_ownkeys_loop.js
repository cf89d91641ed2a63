// outcome: timeout
var p=new Proxy({}, {ownKeys(){for(;;);}}); Object.keys(p);
