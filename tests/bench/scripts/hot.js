// n reads of one key, after a first one that fetches it.
exports.main = n => {
  for (let i = 0; i < n; i++) DFF.CACHE.get('hot')
}

exports.fill = () => DFF.CACHE.set('hot', 'x'.repeat(100))
