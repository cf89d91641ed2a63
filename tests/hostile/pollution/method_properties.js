// outcome: ok
// result: null
DFF.CACHE.get.polluted = true; DFF.CACHE.get.call = () => 'polluted'
exports.main = () => DFF.CACHE.get('nothing')
