// n calls, one after the other.
exports.main = n => {
  for (let i = 0; i < n; i++) DFF.CACHE.incr('counter')
}
