// outcome: ok
// result: 1
exports.main = () => { (function(){ globalThis.helper=1; Object.defineProperty(globalThis,'helper',{writable:false,configurable:false}) })(); return 1 }
