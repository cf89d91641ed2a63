// outcome: stack
function* one(){ yield 1 } function f(){ for (const x of one()) f() } f();
