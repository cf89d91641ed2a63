// outcome: cache
DFF.CACHE.set('big', 'x'.repeat(1 << 20)); for (;;) try { DFF.CACHE.get('big') } catch {} finally { continue }
