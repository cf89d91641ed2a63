// outcome: memory
var a=[]; for(;;) a.push(new Uint8Array(64<<20));
