exports.main = () => DFF.CACHE.incr('started')
