// outcome: timeout
function f(n){ if(n) [1].map(()=>f(n-1)); else for(;;); } f(300);
