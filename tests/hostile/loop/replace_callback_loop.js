// outcome: timeout
'abc'.replace(/b/g,()=>{for(;;);});
