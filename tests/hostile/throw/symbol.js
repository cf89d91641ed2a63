// outcome: error
throw Symbol('x')
