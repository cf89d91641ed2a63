// outcome: ok
// result: "FORBIDDEN"
module.id = 'elsewhere'; module.filename = 'elsewhere.js'; __filename = 'elsewhere.js'
exports.main = () => { DFF.CACHE.set('k', 'mine'); try { return [DFF.CACHE.get('k'), DFF.CACHE.get('k', 'elsewhere')] } catch (e) { return e.code } }
