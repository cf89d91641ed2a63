// Keeps sessions of signed-in users: each is a hash that expires when it has not been used for half an hour.
//
//   dff run examples/sessions.js                               a session from sign-in to sign-out
//   dff run --redis URL examples/sessions.js:open 3f9c0a ann   opens session 3f9c0a
//   dff run --redis URL examples/sessions.js:use 3f9c0a        reads it and keeps it alive
//   dff run --redis URL examples/sessions.js:close 3f9c0a
//
// The caller chooses the ID, because Math.random can be guessed: take one from a cryptographic source.

const SECONDS = 1800;

/**
 * @param {string} id
 * @param {string} user
 */
function open(id, user) {
    const key = `session:${id}`;
    DFF.CACHE.hmset(key, {user, opened: Date.now(), requests: 0});
    DFF.CACHE.expire(key, SECONDS);
    DFF.CACHE.sadd(`user:${user}`, id);
    return true;
}

/**
 * Gives the session, or null when there is none or it has expired.
 * @param {string} id
 */
function use(id) {
    const key = `session:${id}`;
    // expire tells whether the key is there, and keeps it there while it is used.
    if (!DFF.CACHE.expire(key, SECONDS)) {
        return null;
    }
    DFF.CACHE.hincr(key, 'requests');
    const {user, opened, requests} = DFF.CACHE.hgetall(key);
    return {user, opened: Number(opened), requests: Number(requests)};
}

/** @param {string} id */
function close(id) {
    const key = `session:${id}`;
    const user = DFF.CACHE.hget(key, 'user');
    if (user !== null) {
        DFF.CACHE.srem(`user:${user}`, id);
    }
    return DFF.CACHE.delete(key) === 1;
}

/**
 * Signs a user out everywhere.
 * @param {string} user
 */
function closeAll(user) {
    return DFF.CACHE.smembers(`user:${user}`).filter(close).length;
}

Object.assign(exports, {open, use, close, closeAll});

exports.main = function (id = '3f9c0a', user = 'ann') {
    open(id, user);
    use(id);
    const session = use(id);
    return {
        user: session && session.user,
        requests: session && session.requests,
        closed: close(id),
        after: use(id),
    };
};
