// outcome: timeout
Array.prototype.toSpliced.call({length:2**32-1},0,1);
