// outcome: stack
var n=0; function f(){ if(n++<300) eval('('.repeat(10000)+'f()'+')'.repeat(10000)) } f();
