// outcome: stack
var a=[1]; a.constructor={}; Object.defineProperty(a.constructor,Symbol.species,{get:Array.prototype.map.bind(a,Object)}); a.map(Object);
