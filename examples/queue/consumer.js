// Works off the jobs of producer.js, each at least once, even when a consumer dies over one.
//
//   dff run --redis redis://localhost:6379 examples/queue/consumer.js              as consumer "one"
//   dff run --redis redis://localhost:6379 examples/queue/consumer.js two 10       as consumer "two", waiting 10 s for jobs
//
// brpoplpush moves a job into the consumer's own list in one step, so a job is in a list at any time. What a
// consumer that died has left in its own list goes back to the queue when a consumer of that name starts again.

const scope = 'queue';
const MAX_ATTEMPTS = 3;

/**
 * The work itself. It may be done twice for one job: after a crash nobody knows how far it came.
 * @param {{id: number, task: string}} job
 */
function work(job) {
    if (!job.task.startsWith('resize ')) {
        throw new Error(`nobody knows how to ${job.task}`);
    }
    console.log(`job ${job.id}: ${job.task}`);
}

/** @param {string} own */
function recover(own) {
    let recovered = 0;
    while (DFF.CACHE.rpoplpush(own, 'jobs', {scope}) !== null) {
        recovered++;
    }
    return recovered;
}

/**
 * @param {string} [name] of this consumer; two that run at the same time need two names
 * @param {number} [patience] seconds to wait for a job before giving up
 */
exports.main = function (name = 'one', patience = 1) {
    const own = `working:${name}`;
    const report = {recovered: recover(own), done: 0, failed: 0};
    for (;;) {
        const text = DFF.CACHE.brpoplpush('jobs', own, patience, {scope});
        if (text === null) {
            return report;
        }
        const job = JSON.parse(text);
        try {
            // Counted before the work, so that a job that kills its consumer is not tried forever.
            if (Number(DFF.CACHE.hincr('attempts', job.id, {scope})) > MAX_ATTEMPTS) {
                throw new Error(`given up after ${MAX_ATTEMPTS} attempts`);
            }
            work(job);
            report.done++;
        } catch (error) {
            console.error(`job ${job.id}: ${error}`);
            DFF.CACHE.lpush('failed', text, {scope});
            report.failed++;
        }
        // Done, or kept in failed: the consumer's own list held just this job.
        DFF.CACHE.delete(own, {scope});
        DFF.CACHE.hdel('attempts', job.id, {scope});
    }
};
