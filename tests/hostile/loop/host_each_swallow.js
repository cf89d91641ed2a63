// outcome: timeout
exports.main = () => { for (;;) try { DFF.CACHE.get({ get key () { for (;;); } }) } catch {} }
