// outcome: stack
var o={}; o.toString=String.prototype.concat.bind('a',o); ''+o;
