// outcome: stack
var o={valueOf(){return +o}}; +o;
