// outcome: error
throw Array(1000).fill('x'.repeat(10000))
