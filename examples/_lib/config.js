// Settings that scripts share: defaults in defaults.json, changes in the cache.
//
// A module that is required has a DFF of its own: this one's keys are in the scope "_lib/config" whoever requires it,
// so all scripts see the same settings without naming a scope.

/** @type {Record<string, string>} */
const defaults = require('./defaults.json');

/** @returns {Record<string, string>} */
exports.all = function () {
    return {...defaults, ...DFF.CACHE.hgetall('settings')};
};

/**
 * @param {string} name
 * @param {string|number} value
 */
exports.set = function (name, value) {
    if (!(name in defaults)) {
        throw new RangeError(`no setting "${name}"; there are ${Object.keys(defaults).join(', ')}`);
    }
    DFF.CACHE.hset('settings', name, value);
};

/** @param {string} name */
exports.reset = function (name) {
    return DFF.CACHE.hdel('settings', name) === 1;
};
