// outcome: stack
var o={}; Object.defineProperty(o,'x',{set:Reflect.set.bind(null,o,'x')}); o.x=1;
