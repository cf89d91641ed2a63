// outcome: memory
var n=0, f=()=>n++<900?top():1; for(var i=0;i<20000;i++) f=f.bind(null); var top=f; top();
