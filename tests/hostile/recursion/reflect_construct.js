// outcome: stack
function F () { return Reflect.construct(F, []) } F()
