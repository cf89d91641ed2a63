// outcome: cache
for (;;) DFF.CACHE.info()
