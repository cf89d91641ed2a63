// Counts visits of pages.
//
//   dff run examples/counter.js              counts a visit of the front page
//   dff run examples/counter.js /about       counts a visit of /about
//   dff run examples/counter.js:report       shows all pages
//
// With the embedded store every run starts from nothing; give --redis URL to keep counting.

/** @param {string} [page] */
exports.main = function (page = '/') {
    // hincr adds one in Redis itself: two visits at the same time count as two.
    const visits = DFF.CACHE.hincr('visits', page);
    console.log(`visit number ${visits} of ${page}`);
    return {page, visits};
};

exports.report = function () {
    // Whatever was stored, the cache gives strings back.
    return Object.entries(DFF.CACHE.hgetall('visits'))
        .map(([page, visits]) => ({page, visits: Number(visits)}))
        .sort((a, b) => b.visits - a.visits);
};
