// outcome: stack
function f(){ for (const x of [1,2]) f() } f();
