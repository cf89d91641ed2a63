// outcome: timeout
function f(n){ if(n) for (const x of [1]) f(n-1); else for(;;); } f(500);
