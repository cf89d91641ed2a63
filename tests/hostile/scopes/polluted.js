// outcome: ok
// result: ["1",true]
Object.prototype.scope = 'elsewhere'; Object.prototype.dest_scope = 'elsewhere'
exports.main = () => { DFF.CACHE.set('k', 1, {}); return [DFF.CACHE.get('k', {}), DFF.CACHE.exists('k')] }
