// outcome: stack
eval('[...'.repeat(300000)+'[]'+']'.repeat(300000));
