// outcome: cache
for (;;) try { DFF.CACHE.ping() } catch {}
