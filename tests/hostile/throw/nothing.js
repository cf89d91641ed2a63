// outcome: error
throw undefined
