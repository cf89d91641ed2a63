// Makes count keys, numbered from first on, with values of 100 bytes.
exports.main = (first, count) => {
  const pairs = {}
  for (let i = 0; i < count; i++) pairs['key' + (first + i)] = 'x'.repeat(100)
  DFF.CACHE.mset(pairs)
}
