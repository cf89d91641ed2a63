// outcome: memory
throw new Error('x'.repeat(300000000));
