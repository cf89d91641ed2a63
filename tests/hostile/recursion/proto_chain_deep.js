// outcome: timeout
var o={}; for(var i=0;i<700000;i++) o=Object.create(o); o.nope;
