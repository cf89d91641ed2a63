// What a script of somebody else does meanwhile. It looks at what an earlier run could have left behind, too.
exports.main = async n => {
  const strange = []
  for (const key in {}) strange.push(key)
  if (globalThis.owned || globalThis.result || globalThis.helper) strange.push('global')

  const counts = new Map()
  for (const word of 'to be or not to be'.match(/\w+/g)) counts.set(word, (counts.get(word) || 0) + 1)
  const words = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))

  const key = 'n' + n
  DFF.CACHE.set(key, n)
  await null
  const squares = [1, 2, 3, 4].map(() => Number(DFF.CACHE.get(key))).reduce((sum, x) => sum + x * x, 0)
  DFF.CACHE.delete(key)
  return { n, squares, words, strange }
}
