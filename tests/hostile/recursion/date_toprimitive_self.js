// outcome: stack
var d=new Date; d.toString=d[Symbol.toPrimitive].bind(d,'string'); ''+d;
