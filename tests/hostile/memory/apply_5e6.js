// outcome: timeout|memory
function f(){ return arguments.length } for(;;) f.apply(null,new Array(5000000));
