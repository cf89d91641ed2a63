// outcome: memory
encodeURIComponent('\u20ac'.repeat(20000000));
