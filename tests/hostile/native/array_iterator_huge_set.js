// outcome: timeout
new Set(Array.prototype.values.call({length:2**53-1}));
