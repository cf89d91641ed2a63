// outcome: timeout
async function f(){ await null; return await f() } f();
