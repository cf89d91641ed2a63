exports.put = (key, value) => DFF.CACHE.set(key, value);
