// outcome: stack
var o={}; Object.defineProperty(o,'length',{get:[].pop.bind(o)}); o.length;
