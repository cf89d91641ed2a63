// outcome: timeout
({[(()=>{for(;;);})()]:1});
