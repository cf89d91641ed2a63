// outcome: timeout
var o={}; for(var i=0;i<300000;i++) o['k'+i]={value:i}; Object.defineProperties({},o); Object.freeze(o);
