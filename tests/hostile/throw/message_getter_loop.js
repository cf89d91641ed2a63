// outcome: timeout
throw Object.defineProperty(new Error('x'), 'message', { get () { for (;;); } })
