// Counts different visitors of each day, and keeps thirty days.
//
//   dff run examples/unique_visitors.js                      four visits of three people
//   dff run examples/unique_visitors.js:visit ann            a visit of today
//   dff run examples/unique_visitors.js:days                 all days that are kept

const KEEP_SECONDS = 30 * 24 * 3600;

/**
 * @param {string} visitor
 * @param {string} [day] as 2024-05-31
 */
function visit(visitor, day = new Date().toISOString().slice(0, 10)) {
    const key = `day:${day}`;
    const isNew = DFF.CACHE.sadd(key, visitor) === 1;
    DFF.CACHE.expire(key, KEEP_SECONDS);
    return {day, isNew, visitors: DFF.CACHE.scard(key)};
}

/** Visitors by day. The pattern is matched against this script's own keys only. */
function days() {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const key of DFF.CACHE.keys('day:*')) {
        counts[key.slice('day:'.length)] = DFF.CACHE.scard(key);
    }
    return counts;
}

exports.visit = visit;
exports.days = days;

exports.main = function (day = '2024-05-31') {
    for (const visitor of ['ann', 'bob', 'ann', 'cem']) {
        visit(visitor, day);
    }
    return days();
};
