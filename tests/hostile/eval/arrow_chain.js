// outcome: stack
eval('a=>'.repeat(1000000)+'1');
