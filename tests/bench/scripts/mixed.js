// One of many scripts at once: incr and get in turn.
exports.main = (key, turns) => {
  for (let i = 0; i < turns; i++) {
    DFF.CACHE.incr(key)
    DFF.CACHE.get(key)
  }
}
