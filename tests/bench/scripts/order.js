// A small script as hosts run them: JSON in, two calls, JSON out.
exports.main = order => {
  const number = DFF.CACHE.incr('orders')
  const customer = DFF.CACHE.get('customer')
  return { id: order.id, number, customer, total: order.lines.reduce((sum, l) => sum + l.price * l.count, 0) }
}
