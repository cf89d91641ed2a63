// outcome: timeout
Object.keys(new String('x'.repeat(30000000)));
