// outcome: stack
eval('['.repeat(3000000));
