// outcome: stack
async function f(){ for (const x of [1]) await f() } f();
