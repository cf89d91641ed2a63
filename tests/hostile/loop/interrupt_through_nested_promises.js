// outcome: timeout
function f(n){ if(n) new Promise(()=>f(n-1)); else for(;;); } f(300);
