// outcome: timeout
async function f(n){ await Promise.all([f1(),f1()]) } async function f1(){ await null; return f() } f();
