// outcome: timeout
throw 1n << 60000000n
