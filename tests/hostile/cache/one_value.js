// outcome: cache
DFF.CACHE.set('big', 'x'.repeat(1 << 20)); for (;;) DFF.CACHE.get('big')
