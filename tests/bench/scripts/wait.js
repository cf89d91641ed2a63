exports.main = key => DFF.CACHE.blpop(key)
