// outcome: timeout
escape('\u20ac'.repeat(20000000));
