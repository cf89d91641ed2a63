// outcome: cache
for (let i = 0; i < 20; i++) DFF.CACHE.set('p' + i, 'x'.repeat(1 << 20))
for (;;) DFF.CACHE.get_pattern('p*')
