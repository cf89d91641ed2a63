// outcome: stack
eval('a?'.repeat(1000000)+'1'+':2'.repeat(1000000));
