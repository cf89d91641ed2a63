// outcome: stack
JSON.parse('['.repeat(20000000));
