// outcome: cache
DFF.CACHE.delete('l'); for (;;) DFF.CACHE.rpush('l', Array(1000).fill('x'.repeat(1000)))
