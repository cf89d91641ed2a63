// outcome: timeout
var a=[]; function f(n){ return n?f(n-1):new Error('x') } for(;;) a.push(f(500));
