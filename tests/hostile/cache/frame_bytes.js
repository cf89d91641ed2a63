// outcome: ok
// result: true
// What looks like frames and Redis replies is only text.
exports.main = () => { const v = '\u00df\u0001\u0009\u0000\r\n*3\r\n$-1\r\n'; DFF.CACHE.set(v, v); return DFF.CACHE.get(v) === v }
