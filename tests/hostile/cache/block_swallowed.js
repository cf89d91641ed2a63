// outcome: timeout
exports.main = () => { for (;;) try { DFF.CACHE.brpop('empty', 3600) } catch {} }
