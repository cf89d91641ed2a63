exports.write = () => { try { DFF.CACHE.set('from', 'helper') } catch (e) { return e.code } }
exports.lend = () => DFF.CACHE
