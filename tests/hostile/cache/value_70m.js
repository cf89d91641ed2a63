// outcome: memory
// More than a frame holds.
exports.main = () => DFF.CACHE.mset({ a: 'x'.repeat(15000000), b: 'y'.repeat(15000000), c: 'z'.repeat(15000000), d: 'a'.repeat(15000000), e: 'b'.repeat(15000000) })
