// Everything that can be reached from the global object, and how each property is made: one line for each.
exports.main = () => {
  const seen = new Set()
  const lines = []
  const visit = (o, path) => {
    if (o === null || (typeof o !== 'object' && typeof o !== 'function')) return lines.push(path + '=' + String(o))
    if (seen.has(o)) return
    seen.add(o)
    lines.push(path + (Object.isExtensible(o) ? '' : '!'))
    visit(Object.getPrototypeOf(o), path + '^')
    for (const key of Reflect.ownKeys(o)) {
      const d = Object.getOwnPropertyDescriptor(o, key)
      const name = path + '.' + String(key)
      lines.push(name + ' ' + d.writable + d.enumerable + d.configurable)
      if (d.get || d.set) {
        visit(d.get, name + '<')
        visit(d.set, name + '>')
      } else if (key !== 'exports') visit(d.value, name)
    }
  }
  visit(globalThis, '')
  lines.push(String(DFF.CACHE.get), typeof require('./scopes/_helper').DFF, 'stack ' + new Error('x').stack.length)
  return lines
}
