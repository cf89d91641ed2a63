// outcome: timeout
var a=Array.from({length:300000},(_, i)=>i); for(;;) a.sort(()=>Math.random()-0.5);
