// outcome: cache
for (let i = 0; ; i++) DFF.CACHE.set('k', 'x'.repeat(1 << 20))
