// outcome: cache
DFF.CACHE.set('s', 'x'); for (;;) try { DFF.CACHE.incr('s') } catch {}
