// outcome: stack
function* g(){ yield* g() } g().next();
