// outcome: timeout
var a=[1]; for (const x of a) a.push(x,x);
