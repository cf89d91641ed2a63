// outcome: memory
var o={}; for(var i=0;i<900;i++) o={a:o}; JSON.stringify(Array(2000).fill(o),null,'          ');
