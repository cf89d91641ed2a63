exports.a = require('./require_cycle').a
