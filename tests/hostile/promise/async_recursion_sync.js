// outcome: stack
async function f(){ await f() } f();
