// outcome: ok
// result: ["outer","inner"]
// A call inside the reading of a call's arguments.
exports.main = () => { DFF.CACHE.set({ key: 'a', get value () { DFF.CACHE.set('b', 'inner'); return 'outer' } }); return [DFF.CACHE.get('a'), DFF.CACHE.get('b')] }
