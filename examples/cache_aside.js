// Keeps the answer of something slow in the cache for a while: look there first, compute and store what is missing.
//
//   dff run examples/cache_aside.js           asks for the same product twice
//   dff run examples/cache_aside.js:get 7     asks for product 7
//   dff run examples/cache_aside.js:changed 7 forgets it, to be called when the product was edited

const SECONDS = 300;

/**
 * Stands for a slow database or another service.
 * @param {number} id
 */
function load(id) {
    console.log(`loading product ${id}`);
    return {id, name: `Product ${id}`, price: 10 * id};
}

/** @param {number} id */
function get(id) {
    const key = `product:${id}`;
    const cached = DFF.CACHE.get(key);
    if (cached !== null) {
        return {source: 'cache', product: JSON.parse(cached)};
    }
    const product = load(id);
    // The cache holds strings: objects go in as JSON.
    DFF.CACHE.set(key, JSON.stringify(product), {expires: SECONDS});
    return {source: 'origin', product};
}

exports.get = get;

/** @param {number} id */
exports.changed = function (id) {
    return DFF.CACHE.delete(`product:${id}`) === 1;
};

exports.main = function (id = 42) {
    const first = get(id);
    const second = get(id);
    return {first, second, seconds_left: DFF.CACHE.ttl(`product:${id}`)};
};
