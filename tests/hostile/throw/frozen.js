// outcome: error
throw Object.freeze(Object.create(null))
