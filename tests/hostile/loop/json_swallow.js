// outcome: timeout
for(;;) try { JSON.stringify({get a(){ for(;;); }}, ()=>{for(;;);}) } catch {} finally {}
