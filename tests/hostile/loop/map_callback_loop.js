// outcome: timeout
[1,2,3].map(()=>{for(;;);});
