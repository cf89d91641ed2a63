// outcome: stack
eval('{let a;'.repeat(60000)+'}'.repeat(60000));
