// Reads settings through a module that several scripts share: see _lib/config.js.
//
//   dff run examples/config.js                                 greets
//   dff run --redis URL examples/config.js:set greeting Moin   changes the greeting for every script
//   dff run --redis URL examples/config.js

const config = require('./_lib/config.js');

exports.set = config.set;
exports.reset = config.reset;

exports.main = function (who = 'world') {
    const {greeting, page_size} = config.all();
    return {text: `${greeting}, ${who}!`, page_size: Number(page_size)};
};
