// outcome: timeout
function f(a){ var x=new Array(10000).fill(a); return f(x)+x.length } f(1);
