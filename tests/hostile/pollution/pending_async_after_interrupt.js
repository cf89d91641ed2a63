// outcome: timeout
globalThis.t=0; (async()=>{ for(;;){ await null; globalThis.t++ } })();
