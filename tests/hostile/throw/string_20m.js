// outcome: error
throw 'x'.repeat(20000000)
