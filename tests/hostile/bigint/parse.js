// outcome: timeout
BigInt('9'.repeat(30000000));
