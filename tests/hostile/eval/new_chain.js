// outcome: stack
eval('new '.repeat(2000000)+'x');
