// outcome: timeout
[].shift.call({length:2**52});
