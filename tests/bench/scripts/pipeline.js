// Tells whether there are pipelines.
exports.exists = () => typeof DFF.CACHE.pipeline === 'function'

// As many pipelines of 100 calls as it is told.
exports.main = batches => {
  for (let i = 0; i < batches; i++) {
    DFF.CACHE.pipeline(p => {
      for (let j = 0; j < 100; j++) p.incr('counter')
    })
  }
}
