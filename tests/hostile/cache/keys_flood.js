// outcome: cache
for (let i = 0; ; i++) DFF.CACHE.set('key' + i, 1)
