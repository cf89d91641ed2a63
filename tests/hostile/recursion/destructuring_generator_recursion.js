// outcome: timeout
function* g(){ const [a]=g(); yield a } g().next();
