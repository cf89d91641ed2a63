// outcome: ok
// result: 1
exports.main = () => { DFF.CACHE.set('\ud800', '\udfff'); return DFF.CACHE.get('\ud800').length }
