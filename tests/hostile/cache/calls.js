// outcome: cache
for (;;) DFF.CACHE.get('nothing')
