// Lets a client do something a limited number of times in each window of time.
//
//   dff run examples/rate_limiter.js                     six requests against a limit of five
//   dff run examples/rate_limiter.js:allow alice         one request of alice
//   dff run examples/rate_limiter.js:allow alice 100 3600     with a limit of 100 an hour

/**
 * Counts a request and says whether it may go on.
 * @param {string} client
 * @param {number} [limit] requests in a window
 * @param {number} [seconds] length of a window
 * @param {number} [now] UNIX seconds
 */
function allow(client, limit = 5, seconds = 60, now = Date.now() / 1000) {
    const window = Math.floor(now / seconds);
    const key = `${client}:${window}`;
    // The key gets its expiry when it is made, not after the count: a run that ends in between leaves no key
    // that stays forever. It outlives its window, so that it cannot vanish between the two calls.
    DFF.CACHE.set(key, 0, {expires: 2 * seconds, not_exists: true});
    const count = Number(DFF.CACHE.incr(key));
    return {
        allowed: count <= limit,
        remaining: Math.max(0, limit - count),
        retry_after: count <= limit ? 0 : Math.ceil((window + 1) * seconds - now),
    };
}

exports.allow = allow;

exports.main = function (client = 'alice') {
    const now = Date.now() / 1000;
    return [1, 2, 3, 4, 5, 6].map(() => allow(client, 5, 60, now).allowed);
};
