// A module of its own: what it stores without a scope is stored under its own name.
exports.bump = key => DFF.CACHE.incr(key);
exports.read = key => DFF.CACHE.get(key);
exports.readFrom = (key, scope) => DFF.CACHE.get(key, scope);
exports.keys = () => DFF.CACHE.keys();
exports.later = async key => { await null; return DFF.CACHE.incr(key); };
exports.call = f => f();
exports.CACHE = DFF.CACHE;
exports.nested = require('./nested/deep');
