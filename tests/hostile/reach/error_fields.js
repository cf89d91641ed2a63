// outcome: ok
// result: [true,["code","key","message","method","scope"],"undefined","undefined"]
exports.main = () => { DFF.CACHE.set('s', 'x'); try { DFF.CACHE.incr('s') } catch (e) { return [e instanceof Error, Reflect.ownKeys(e).filter(k => k !== 'stack').sort(), typeof e.value, typeof e.err] } }
