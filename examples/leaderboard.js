// Keeps the points of players and their ranking.
//
//   dff run examples/leaderboard.js                  plays a few rounds and shows the best three
//   dff run examples/leaderboard.js:score ann 25     gives ann 25 points
//   dff run examples/leaderboard.js:top 10           shows the best ten

/**
 * @param {string} player
 * @param {number} points
 */
function score(player, points) {
    // The hash adds up, the sorted set ranks.
    const total = Number(DFF.CACHE.hincrby('points', player, points));
    DFF.CACHE.zadd('ranking', {[player]: total});
    return total;
}

/** @param {number} [count] */
function top(count = 3) {
    const best = DFF.CACHE.zrange('ranking', 0, count - 1, {reverse: true, with_scores: true});
    return best.map(([player, points], i) => ({rank: i + 1, player, points}));
}

exports.score = score;
exports.top = top;

/**
 * Players with at least so many points, the weakest first.
 * @param {number} points
 */
exports.atLeast = function (points) {
    return DFF.CACHE.zrangebyscore('ranking', points);
};

exports.main = function () {
    score('ann', 30);
    score('bob', 45);
    score('cem', 20);
    score('dee', 10);
    score('ann', 25);
    return top();
};
