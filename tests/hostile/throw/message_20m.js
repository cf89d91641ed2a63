// outcome: error
throw new Error('x'.repeat(20000000))
