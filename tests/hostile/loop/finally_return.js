// outcome: timeout
function f(){ for(;;) try { for(;;); } finally { return f() } } f();
