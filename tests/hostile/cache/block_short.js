// outcome: timeout
for (;;) DFF.CACHE.blpop('empty', 0.001)
