// outcome: timeout
var w=new WeakMap; for(;;) w.set({}, 'x'.repeat(1000));
