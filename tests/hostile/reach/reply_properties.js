// outcome: ok
// result: [["__proto__"],"undefined",true]
exports.main = () => { DFF.CACHE.hset('h', '__proto__', 'x'); const o = DFF.CACHE.hgetall('h'); return [Object.keys(o), typeof o.List, Object.getPrototypeOf(o) === Object.prototype] }
