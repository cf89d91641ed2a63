// outcome: timeout
var o={}; for(var i=0;;i++) Object.defineProperty(o,'k'+i,{get(){return i},configurable:true});
