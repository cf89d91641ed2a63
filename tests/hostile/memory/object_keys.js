// outcome: timeout
var o={}; for(var i=0;;i++) o['key'+i]=i;
