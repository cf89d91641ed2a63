// outcome: timeout
(async()=>{ for(;;) await null })();
