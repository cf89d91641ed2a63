// outcome: timeout
[].slice.call({length:4294967295});
