// outcome: stack
var e=new Error('x'); e.message={toString:Error.prototype.toString.bind(e)}; String(e);
