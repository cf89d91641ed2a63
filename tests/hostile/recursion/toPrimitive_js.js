// outcome: stack
var o={[Symbol.toPrimitive](){return ''+o}}; ''+o;
