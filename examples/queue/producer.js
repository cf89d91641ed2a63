// Puts jobs into the queue that consumer.js works off.
//
//   dff run --redis redis://localhost:6379 examples/queue/producer.js '["resize a.png","resize b.png"]'
//   dff run --redis redis://localhost:6379 examples/queue/consumer.js
//
// Two scripts meet in a scope that both name: without it, each would have the queue in a scope of its own.

/** @param {string[]} [tasks] */
exports.main = function (tasks = ['resize a.png', 'resize b.png', 'resize c.png']) {
    const jobs = tasks.map((task) => JSON.stringify({id: DFF.CACHE.incr('last_id', {scope: 'queue'}), task}));
    return {waiting: DFF.CACHE.lpush('jobs', jobs, {scope: 'queue'})};
};
