// outcome: timeout
function* g(){ for(;;) yield 1 } const it=g(); while(!it.next().done);
