// outcome: stack
eval('a='.repeat(2000000)+'1');
