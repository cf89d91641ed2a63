// outcome: ok
// result: "TypeError"
exports.main = () => { try { Object.defineProperty(DFF.CACHE, 'get', { value: () => 'forged' }) } catch (e) { return e.name } return DFF.CACHE.get('nothing') }
