// outcome: error
throw Promise.reject(1)
