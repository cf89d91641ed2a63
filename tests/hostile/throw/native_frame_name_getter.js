// outcome: timeout
var b=[].map.bind([1],()=>{ throw new Error('x') }); Object.defineProperty([].map,'name',{get(){for(;;);}}); [1].map(()=>{ throw new Error('y') });
