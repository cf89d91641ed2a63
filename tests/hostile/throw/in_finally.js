// outcome: error
try { throw 1 } finally { throw new Error('second') }
