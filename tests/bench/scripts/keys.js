exports.main = () => DFF.CACHE.keys('*').length

// Makes n keys.
exports.fill = n => {
  const pairs = {}
  for (let i = 0; i < n; i++) pairs['key' + i] = i
  DFF.CACHE.mset(pairs)
}
