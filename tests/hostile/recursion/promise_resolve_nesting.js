// outcome: timeout
function f(){ new Promise(f) } f();
