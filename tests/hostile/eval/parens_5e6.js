// outcome: stack
eval('('.repeat(5000000));
