// outcome: timeout
Math.max(...new Array(20000000));
