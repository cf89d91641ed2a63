// outcome: timeout
var a=[]; for(var i=0;i<400000;i++) a.push((i*7919)%1000003); new Proxy(a,{}).sort();
