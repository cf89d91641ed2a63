// outcome: error
throw Object.assign(new Error('x'), { name: 'N'.repeat(20000000) })
