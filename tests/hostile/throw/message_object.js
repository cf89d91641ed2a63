// outcome: timeout
throw Object.assign(new Error('x'), { message: { toString () { for (;;); } } })
