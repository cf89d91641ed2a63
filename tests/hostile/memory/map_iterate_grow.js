// outcome: timeout
var m=new Map([[0,0]]); var i=0; for (const k of m) m.set(++i,k);
