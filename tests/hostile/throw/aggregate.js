// outcome: memory
throw new AggregateError(Array.from({ length: 300000 }, (_, i) => new Error('e' + i)), 'all')
