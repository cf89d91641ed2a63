// outcome: memory
Number('9'.repeat(100000000));
