// outcome: timeout
var e={}; e.toString=Error.prototype.toString; Object.defineProperty(e,'message',{get(){return String(e)}}); String(e);
